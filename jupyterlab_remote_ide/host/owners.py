"""Whose socket it is: from a socket's inode to its process, through ``/proc/<pid>/fd``.

Only processes of the own uid are looked at, the newest first, and the walk ends with the last wanted inode:
a new port usually belongs to a new process.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from jupyterlab_remote_ide.redact import mask_arguments

from . import processes

PROC = "/proc"
_COMMAND_LINE_BYTES = 4096  # Java command lines of 100 kB exist, ten ports each
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True)
class Owner:
    """One own process. ``started`` is epoch seconds; ``argv`` has its secrets masked already."""

    pid: int
    ppid: int
    group: int
    session: int
    started: float
    argv: tuple[str, ...]
    folder: str | None
    parents: tuple[int, ...] = field(default=())  # nearest first, own and readable ones only


def started_at(ticks: int) -> float:
    """Epoch seconds of field 22 of ``/proc/<pid>/stat``; the same number every time within one server."""
    return round(_boot_time() + ticks / _TICKS, 2)


@lru_cache(maxsize=1)
def _boot_time() -> int:
    # Read once: setting the clock moves it, and a start time must stay comparable.
    for line in Path(f"{PROC}/stat").read_text().splitlines():
        if line.startswith("btime "):
            return int(line[6:])
    return 0


def describe(pid: int) -> Owner | None:
    """What is known of an own process; ``None`` once it is gone."""
    known = processes.read(pid)
    if known is None:
        return None
    try:
        with Path(f"{PROC}/{pid}/cmdline").open("rb") as file:
            raw = file.read(_COMMAND_LINE_BYTES)
    except OSError:
        raw = b""
    try:
        folder: str | None = os.readlink(f"{PROC}/{pid}/cwd")  # noqa: PTH115
    except OSError:
        folder = None
    parents = [known.parent]
    while len(parents) < 64 and parents[-1] > 1 and (above := processes.read(parents[-1])) is not None:
        parents.append(above.parent)
    argv = mask_arguments(raw.decode(errors="replace").rstrip("\0").split("\0"))
    started = started_at(known.started)
    return Owner(pid, known.parent, known.group, known.session, started, argv, folder, tuple(parents))


def own_pids(uid: int | None) -> Iterator[int]:
    """The pids of the uid's processes, the newest (highest) first; ``None`` takes all that can be seen.

    Zombies look as if they were root's and drop out here.
    """
    for pid in sorted((int(name) for name in os.listdir(PROC) if name.isdigit()), reverse=True):  # noqa: PTH208
        try:
            if uid is None or os.stat(f"{PROC}/{pid}").st_uid == uid:  # noqa: PTH116
                yield pid
        except OSError:
            continue


def others_exist(uid: int) -> bool:
    """Whether people other than ``uid`` and root may run processes here; hidden processes count as theirs."""
    try:
        for name in os.listdir(PROC):  # noqa: PTH208
            if name.isdigit() and os.stat(f"{PROC}/{name}").st_uid not in (0, uid):  # noqa: PTH116
                return True
    except OSError:
        pass
    return not Path(f"{PROC}/1").exists()  # hidepid


class Owners:
    """Finds the processes behind inodes. Blocking: run ``find`` in a thread."""

    def __init__(self, uid: int | None) -> None:
        self._uid = uid

    def find(
        self, wanted: Iterable[int], first: Iterable[int] = (), budget: float = 0.25
    ) -> dict[int, Owner]:
        """The owner of each inode that was found within ``budget`` seconds.

        ``first`` are pids to try before all others: a kernel that opens a port is an old process. Of several
        holders of one inode (fork, gunicorn) it is the topmost parent that holds it too.
        """
        end = time.monotonic() + budget
        missing = set(wanted)
        found: dict[int, Owner] = {}
        seen: set[int] = set()
        for pid in self._candidates(first):
            if not missing or time.monotonic() > end:
                break
            if pid in seen:
                continue
            seen.add(pid)
            hits = processes.held(pid, missing)
            for inode in hits:
                owner = describe(self._topmost(pid, inode))
                if owner is not None:
                    found[inode] = owner
                    missing.discard(inode)
        return found

    def _candidates(self, first: Iterable[int]) -> Iterator[int]:
        yield from first
        yield from own_pids(self._uid)

    def _topmost(self, pid: int, inode: int) -> int:
        while (known := processes.read(pid)) is not None and self._is_own(known.parent):
            if not processes.held(known.parent, {inode}):
                break
            pid = known.parent
        return pid

    def _is_own(self, pid: int) -> bool:
        try:
            return pid > 1 and self._uid in (None, os.stat(f"{PROC}/{pid}").st_uid)  # noqa: PTH116
        except OSError:
            return False
