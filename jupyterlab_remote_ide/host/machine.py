"""The machine as a whole, whoever else uses it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class WholeMemory:
    """Bytes. ``used`` is what no program could have: the kernel's own estimate, page cache left out."""

    used: int
    total: int


def memory(proc: Path = Path("/proc")) -> WholeMemory | None:
    """``None`` where the kernel does not tell."""
    found: dict[str, int] = {}
    try:
        with (proc / "meminfo").open() as lines:
            for line in lines:
                name, _, value = line.partition(":")
                if name in {"MemTotal", "MemAvailable"}:
                    found[name] = int(value.split()[0]) * 1024
                    if len(found) == 2:
                        return WholeMemory(found["MemTotal"] - found["MemAvailable"], found["MemTotal"])
    except (OSError, ValueError, IndexError):
        pass
    return None


def cpu_count() -> int:
    """CPUs that are on. Not what ``os.cpu_count`` says, which a person may set since Python 3.13."""
    try:
        return os.sysconf("SC_NPROCESSORS_ONLN")
    except (AttributeError, ValueError, OSError):  # not a POSIX system
        return os.cpu_count() or 1


def cpu_seconds(proc: Path = Path("/proc")) -> float | None:
    """Processor time that all CPUs together have spent on anything since the machine started."""
    try:
        with (proc / "stat").open() as lines:
            words = lines.readline().split()
        user, nice, system, _idle, _iowait, irq, softirq = (int(word) for word in words[1:8])
    except (OSError, ValueError):
        return None
    # What its own guests took is in "user"; what a hypervisor gave to others ("steal") nobody used here.
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")
