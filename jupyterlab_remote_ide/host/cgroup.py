"""What this server may use of its machine."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

# version 1 writes "no limit" as the largest multiple of the page size below 2**63
_NO_LIMIT = 2**62


def memory_limit(proc: Path = Path("/proc/self/cgroup"), root: Path = Path("/sys/fs/cgroup")) -> int | None:
    """The tightest memory limit above this process, in bytes; ``None`` where there is none or it is unknown.

    A scheduler sets it on the job, several levels above the process: all levels count.
    """
    try:
        lines = proc.read_text().splitlines()
    except OSError:
        return None
    limits: list[int] = []
    for line in lines:
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if controllers == "":
            limits += _limits(root, path, "memory.max")
        elif "memory" in controllers.split(","):
            limits += _limits(root / "memory", path, "memory.limit_in_bytes")
    return min(limits, default=None)


def cpu_count() -> int | None:
    """CPUs this process may run on: a scheduler's binding included, a quota not."""
    try:
        return len(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        return os.cpu_count()


def _limits(root: Path, path: str, name: str) -> list[int]:
    found = []
    inner = PurePosixPath(path.lstrip("/"))
    # In a container the path may be the host's: the levels that exist here are read, the root always.
    for level in (inner, *inner.parents):
        try:
            value = int((root / level / name).read_text())
        except (OSError, ValueError):  # not there, or "max"
            continue
        if 0 < value < _NO_LIMIT:
            found.append(value)
    return found
