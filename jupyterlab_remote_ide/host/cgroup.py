"""What this server may use of its machine, and how much of that is in use: its control groups."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from . import machine

# Version 1 writes "no limit" as the largest multiple of the page size below 2**63.
_NO_LIMIT = 2**62


@dataclass(frozen=True)
class Memory:
    """Bytes. ``used`` is what the kernel cannot give back at once: page cache that lies idle is not in it."""

    used: int
    limit: int


@dataclass(frozen=True)
class Cpu:
    """``count`` of CPUs that may be used, a quota's fraction included. ``seconds`` of processor time that
    ``group`` has taken since it was made; both ``None`` where no group of ours counts it."""

    count: float | None
    group: str | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class _Hierarchy:
    """The groups around this process, its own first: by their names, where their files are."""

    is_unified: bool
    levels: dict[str, Path]


class ControlGroups:
    """Those of this process, found once; each reading is of the moment.

    A scheduler sets its limits on the job, several levels above the process: all levels count.
    """

    def __init__(self, proc: Path = Path("/proc")) -> None:
        own, mounts = _lines(proc / "self/cgroup"), _lines(proc / "self/mountinfo")
        self._proc = proc
        self._of = {name: _find(name, own, mounts) for name in ("memory", "cpu", "cpuacct", "cpuset")}

    def memory(self) -> Memory | None:
        """Of the group that has least left: there the kernel would end something. ``None``: no limit."""
        found = [Memory(self._memory_in_use(name), limit) for name, limit in self._memory_limits().items()]
        return min(found, key=lambda memory: memory.limit - memory.used, default=None)

    def memory_limit(self) -> int | None:
        """The tightest, in bytes."""
        return min(self._memory_limits().values(), default=None)

    def cpu(self) -> Cpu:
        quotas, sets = self._quotas(), self._sets()
        # The allocation is the group that has the limit: of memory, else of processor time, else of CPUs.
        whole = machine.cpu_count()
        parts = {name: count for name, count in sets.items() if count < whole}
        found: tuple[Mapping[str, float], ...] = (self._memory_limits(), quotas, parts)
        for limits in found:
            if limits:
                tightest = min(limits.values())
                # Of several that are as tight the outermost, which holds the others: the job, not its step.
                group = [name for name, limit in limits.items() if limit == tightest][-1]
                if (seconds := self._seconds(group)) is not None:
                    # Of the same group: a step of a job may be bound to fewer.
                    around = [count for name, count in quotas.items() if _is_in(group, name)]
                    return Cpu(min([*around, sets.get(group, _affinity())]), group, seconds)
                break
        return Cpu(min([*quotas.values(), _affinity()]))

    def _memory_limits(self) -> dict[str, int]:
        whole = machine.memory(self._proc)
        # One that the machine itself does not have is none.
        most = whole.total if whole is not None else _NO_LIMIT
        found = self._each("memory", "memory.max", "memory.limit_in_bytes", int)
        return {name: int(limit) for name, limit in found.items() if 0 < limit < most}

    def _memory_in_use(self, group: str) -> int:
        """The working set, as Kubernetes computes it."""
        hierarchy = self._of["memory"]
        assert hierarchy is not None  # noqa: S101 - a limit was read there
        new = hierarchy.is_unified
        folder = hierarchy.levels[group]
        used = _number(folder / ("memory.current" if new else "memory.usage_in_bytes")) or 0
        idle = _entry(folder / "memory.stat", "inactive_file" if new else "total_inactive_file") or 0
        return max(0, used - idle)

    def _quotas(self) -> dict[str, float]:
        def fraction(text: str) -> float:
            quota, period = text.split()
            return int(quota) / int(period)

        found = self._each("cpu", "cpu.max", "cpu.cfs_quota_us", fraction, "cpu.cfs_period_us")
        return {name: count for name, count in found.items() if count > 0}

    def _sets(self) -> dict[str, float]:
        found = self._each("cpuset", "cpuset.cpus.effective", "cpuset.cpus", _cpus)
        return {name: count for name, count in found.items() if count > 0}

    def _seconds(self, group: str) -> float | None:
        hierarchy = self._of["cpuacct"]
        folder = hierarchy.levels.get(group) if hierarchy is not None else None
        if hierarchy is None or folder is None:
            return None
        if hierarchy.is_unified:
            used, unit = _entry(folder / "cpu.stat", "usage_usec"), 1e6
        else:
            used, unit = _number(folder / "cpuacct.usage"), 1e9
        return used / unit if used is not None else None

    def _each(
        self, controller: str, new: str, old: str, read: Callable[[str], float], old_too: str | None = None
    ) -> dict[str, float]:
        """What the file says of each group that has it, own first; ``new`` is of version 2, ``old`` of 1."""
        hierarchy = self._of[controller]
        found: dict[str, float] = {}
        for name, folder in hierarchy.levels.items() if hierarchy is not None else ():
            try:
                if hierarchy is not None and hierarchy.is_unified:
                    text = (folder / new).read_text()
                else:
                    text = " ".join((folder / file).read_text() for file in (old, old_too) if file)
                found[name] = read(text)
            except (OSError, ValueError, ArithmeticError):  # not there, or "max"
                continue
        return found


def _find(controller: str, own: Iterable[str], mounts: Iterable[str]) -> _Hierarchy | None:
    path, is_unified = _own_path(controller, own)
    if path is None:
        return None
    found: tuple[str, Path] | None = None
    for line in mounts:
        # "36 35 0:30 <root> <mount point> <options> … - <type> <source> <options of the super block>"
        left, _, right = line.partition(" - ")
        fields, (kind, _, options) = left.split(), (right.split() + [""] * 3)[:3]
        is_it = kind == "cgroup2" if is_unified else kind == "cgroup" and controller in options.split(",")
        if is_it and len(fields) > 4:
            root, point = _plain(fields[3]), Path(_plain(fields[4]))
            if found is None or _is_in(path, root):
                found = root, point
    if found is None:
        return None
    root, point = found
    # Inside a container the path may be the host's; then what is mounted is all that is seen of it.
    inner = PurePosixPath(path).relative_to(root) if _is_in(path, root) else PurePosixPath()
    return _Hierarchy(is_unified, {str(root / each): point / each for each in (inner, *inner.parents)})


def _own_path(controller: str, own: Iterable[str]) -> tuple[str | None, bool]:
    """The group of this process, and whether it is one of version 2, where all controllers share one."""
    unified = None
    for line in own:
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if controller in controllers.split(","):
            return path, False
        if rest.startswith(":"):
            unified = path
    return unified, True


def _is_in(path: str, root: str) -> bool:
    inner = PurePosixPath(path)
    return ".." not in inner.parts and PurePosixPath(root) in (inner, *inner.parents)


def _affinity() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        return machine.cpu_count()


def _cpus(text: str) -> int:
    """How many "0-3,7" are."""
    count = 0
    for part in text.strip().split(","):
        first, _, last = part.partition("-")
        count += int(last or first) - int(first) + 1
    return count


def _plain(text: str) -> str:
    """Without the octal escapes of mountinfo."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)


def _lines(path: Path) -> list[str]:
    """Names of mounts are in no encoding, and may hold what Unicode takes for the end of a line."""
    try:
        return path.read_text(errors="surrogateescape").split("\n")
    except OSError:
        return []


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return None


def _entry(path: Path, name: str) -> int | None:
    """Of a file with a name and a number in each line."""
    for line in _lines(path):
        key, _, value = line.partition(" ")
        if key == name and value.isdecimal():
            return int(value)
    return None
