"""One result: raw samples, versions and argv of every side, the machine, the date."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from .places import RESULTS, ROOT, neutral


def machine() -> dict[str, Any]:
    """What a reader must know of the machine to judge the figures; never its name."""
    cpu = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.machine(),
    )
    memory = next(
        (int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0
    )
    return {
        "cores": len(os.sched_getaffinity(0)),
        "cpu": cpu,
        "memory_mb": memory // 1024,
        "kernel": platform.release(),
        "python": platform.python_version(),
        "load_at_start": round(os.getloadavg()[0], 2),
    }


def commit() -> str:
    """The commit of this checkout, with a plus where the tree differs from it."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


def packages(python: Path, *names: str) -> dict[str, str]:
    """The versions that this Python has of some distributions."""
    program = (
        "import json, sys, platform\n"
        "from importlib.metadata import PackageNotFoundError, version\n"
        "found = {'python': platform.python_version()}\n"
        "for name in sys.argv[1:]:\n"
        "    try:\n"
        "        found[name] = version(name)\n"
        "    except PackageNotFoundError:\n"
        "        pass\n"
        "print(json.dumps(found))\n"
    )
    done = subprocess.run([python, "-c", program, *names], capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


class Record:
    """Collects one benchmark's result; ``write`` puts it into ``bench/results/<name>.json``."""

    def __init__(self, name: str, samples: int, quick: bool) -> None:
        self.name = name
        self.content: dict[str, Any] = {
            "name": name,
            "date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "commit": commit(),
            "command": ["python", "bench/run.py", *sys.argv[1:]],
            "quick": quick,
            "wanted_samples": samples,
            "machine": machine(),
            "sides": {},
            "samples": {},
            "failures": [],
        }

    def side(self, name: str, argv: list[str], versions: dict[str, str], **facts: Any) -> None:
        """What ran on this side. A later call for the same side changes nothing: runs of a side are alike."""
        self.content["sides"].setdefault(name, {"argv": argv, "versions": versions, **facts})

    def add(self, side: str, sample: Any) -> None:
        self.content["samples"].setdefault(side, []).append(sample)

    def take(self, side: str, sample: Callable[[], Any]) -> None:
        """Adds a sample; one that breaks is told in the result and taken again, twice at most."""
        for attempt in range(3):
            try:
                self.add(side, sample())
                return
            except (RuntimeError, OSError) as error:
                self.content["failures"].append({"side": side, "error": str(error)[:2000]})
                if attempt == 2:
                    raise

    def note(self, **facts: Any) -> None:
        self.content.update(facts)

    def write(self) -> Path:
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"{self.name}.json"
        path.write_text(json.dumps(neutral(self.content), indent=1) + "\n")
        return path


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []
