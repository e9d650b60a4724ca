"""A program that ends at once with 1, while a page asks for it again one second after each answer, for 60 s.

The program itself counts its starts: it appends a byte to a file. The file's size is read every half second.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

from rig import envs
from rig.browser import Browser
from rig.options import Options
from rig.record import Record, packages
from rig.server import server
from rig.table import Row

SAMPLES, QUICK = 3, 1
TARGET = 3
_CONFIG = """
c.ServerProxy.servers = {'crash': {'command': ['sh', '-c', 'printf x >> spawns; exit 1'], 'timeout': 10}}
"""


def measure(options: Options) -> None:
    record = Record("crash_loop", options.samples(SAMPLES, QUICK), options.quick)
    seconds = 20 if options.quick else 60
    record.note(seconds=seconds, brake_seconds=seconds / 2)
    sides = {"ours": envs.ours(), "jupyter-server-proxy": envs.stock()}
    with Browser() as browser:
        record.note(chromium=browser.version)
        for _ in range(record.content["wanted_samples"]):
            for side, python in sides.items():
                with server(python, _CONFIG) as jupyter:
                    record.side(side, jupyter.argv, packages(python, *envs.SHOWN), servers=_CONFIG.strip())
                    browser.play("page.login", session="crash", url=jupyter.url, token=jupyter.token)
                    with _Counter(jupyter.folder / "spawns") as counter:
                        asked = browser.play(
                            "page.ask", session="crash", url=f"{jupyter.url}crash/", seconds=seconds
                        )
                    browser.play("close", session="crash")
                    record.add(side, asked | {"spawns": counter.series})
    record.write()


def rows(result: dict[str, Any]) -> list[Row]:
    seconds, brake = result["seconds"], result["brake_seconds"]
    ours = [_counts(sample, brake, seconds) for sample in result["samples"]["ours"]]
    stock = [_counts(sample, brake, seconds) for sample in result["samples"]["jupyter-server-proxy"]]
    first, later = max(ours)[0], max(later for _, later in ours)
    return [
        Row(
            f"spawns in {seconds} s of `exit 1` while a page asks (most)",
            f"{first}, of these in the second half {later}",
            f"jupyter-server-proxy alone {max(stock)[0]:,}",
            f"≤ {TARGET}, then 0",
            first <= TARGET and later == 0,
            len(ours),
        )
    ]


def _counts(sample: dict[str, Any], brake: float, seconds: float) -> tuple[int, int]:
    """All spawns up to the end of the time, and those after the brake must have come."""
    began = sample["began"]
    within = [count for at, count in sample["spawns"] if at <= began + seconds + 0.5]
    early = [count for at, count in sample["spawns"] if at <= began + brake]
    return within[-1], within[-1] - early[-1]


class _Counter:
    """(epoch seconds, size of the file) every half second while it is entered."""

    def __init__(self, file: Path) -> None:
        self.series: list[tuple[float, int]] = []
        self._file = file
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> _Counter:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            size = self._file.stat().st_size if self._file.exists() else 0
            self.series.append((round(time.time(), 2), size))
            if self._stopped.wait(0.5):
                return
