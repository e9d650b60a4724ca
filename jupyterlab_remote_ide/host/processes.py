"""What ``/proc`` says about processes: who is who, what each holds, and how one is signalled.

A pid alone is no identity: it is reused. Here a process is (pid, start time in clock ticks after boot), see
proc(5), field 22 of ``stat``. Zombies count as gone. Processes that end while we look are not there.
Who belongs to an app is told in ``family``.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_SHELLS = frozenset({"sh", "dash", "bash", "zsh", "ksh", "ash", "busybox", "env"})
_DEAD = frozenset("ZXx")
_STOPPED = "T"
_ARGUMENT_BYTES = 4096


@dataclass(frozen=True)
class Process:
    """One live process. ``started`` is in clock ticks after boot."""

    pid: int
    parent: int
    group: int
    session: int
    started: int
    command: str


def read(pid: int) -> Process | None:
    """The process, or ``None`` when there is none (any more) or only its zombie is left."""
    found = _stat(pid)
    return None if found is None or found[1] in _DEAD else found[0]


def _stat(pid: int) -> tuple[Process, str] | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return None
    # The command stands in brackets and may itself hold brackets and spaces.
    end = text.rfind(")")
    fields = text[end + 2 :].split()
    if len(fields) < 20:
        return None
    command = text[text.find("(") + 1 : end]
    parent, group, session = map(int, fields[1:4])
    return Process(pid, parent, group, session, int(fields[19]), command), fields[0]


def pids() -> set[int]:
    """All there are now; empty where there is no ``/proc``."""
    try:
        return {int(name) for name in os.listdir("/proc") if name.isdigit()}  # noqa: PTH208 - names only
    except OSError:
        return set()


def processes() -> Iterator[Process]:
    for pid in pids():
        if (found := read(pid)) is not None:
            yield found


def are_visible() -> bool:
    """Whether the table of processes can be read here at all. With ``hidepid`` one's own still can."""
    return read(os.getpid()) is not None


def is_alive(process: Process) -> bool:
    now = read(process.pid)
    return now is not None and now.started == process.started


def is_paused(process: Process) -> bool:
    """Whether a signal stopped it (SIGSTOP, Ctrl-Z, a debugger) and it waits to be continued."""
    now = _stat(process.pid)
    return now is not None and now[1] == _STOPPED and now[0].started == process.started


def environ(pid: int) -> dict[bytes, bytes] | None:
    """The environment a process was started with; ``None`` where it is not ours to read.

    Empty for one that cleared it, and for a moment for every process while it executes another program.
    """
    try:
        raw = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return None
    return dict(pair.split(b"=", 1) for pair in raw.split(b"\0") if b"=" in pair)


def arguments(pid: int) -> list[str]:
    """Its command line, the first 4 KiB; empty where it cannot be read."""
    try:
        with Path(f"/proc/{pid}/cmdline").open("rb") as file:
            raw = file.read(_ARGUMENT_BYTES)
    except OSError:
        return []
    return os.fsdecode(raw).rstrip("\0").split("\0") if raw else []


def owner(pid: int) -> int | None:
    """The uid it acts as. From ``status``: the folder's own owner is root for all that may not be dumped."""
    try:
        with Path(f"/proc/{pid}/status").open("rb") as file:
            for line in file:
                if line.startswith(b"Uid:"):
                    return int(line.split()[2])
    except (OSError, ValueError, IndexError):
        pass
    return None


def children(pid: int) -> list[int]:
    """The pids of its children now; empty where the kernel does not tell (``CONFIG_PROC_CHILDREN``)."""
    found: list[int] = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208 - names only
            with Path(f"/proc/{pid}/task/{thread}/children").open("rb") as file:
                found += map(int, file.read().split())
    except (OSError, ValueError):
        pass
    return found


def sockets(pid: int) -> set[int] | None:
    """The inodes of the sockets it holds; ``None`` where that is not ours to read."""
    folder = f"/proc/{pid}/fd"
    found: set[int] = set()
    try:
        names = os.listdir(folder)  # noqa: PTH208 - thousands of names: no Path object for each
    except OSError:
        return None
    for name in names:
        try:
            target = os.readlink(f"{folder}/{name}")  # noqa: PTH115
        except OSError:
            continue
        if target.startswith("socket:["):
            found.add(int(target[8:-1]))
    return found


def descriptor(pid: int, inode: int) -> str | None:
    """The link in ``/proc`` that names this socket as long as the process holds it."""
    folder = f"/proc/{pid}/fd"
    try:
        for name in os.listdir(folder):  # noqa: PTH208
            if names(link := f"{folder}/{name}", inode):
                return link
    except OSError:
        pass
    return None


def names(link: str, inode: int) -> bool:
    """Whether the link of a descriptor names this socket."""
    try:
        return os.readlink(link) == f"socket:[{inode}]"  # noqa: PTH115
    except OSError:
        return False


def held(pid: int, wanted: Iterable[int]) -> set[int]:
    """Which of these sockets it holds, by inode, as far as that is ours to read."""
    return (sockets(pid) or set()).intersection(wanted)


def holder(inode: int) -> Process | None:
    """Who holds this socket, the topmost of a family of holders; ``None`` where nobody that we may read."""
    uid, found = os.geteuid(), {}
    for pid in sorted(pids(), reverse=True):
        try:
            if uid and os.stat(f"/proc/{pid}").st_uid != uid:  # noqa: PTH116
                continue
        except OSError:
            continue
        if held(pid, {inode}) and (process := read(pid)) is not None:
            found[pid] = process
    tops = [process for process in found.values() if process.parent not in found]
    return min(tops, key=lambda process: process.started, default=None)


def send(process: Process, number: signal.Signals) -> bool:
    """Signal this very process, never a later one of the same number. Whether that was allowed."""
    if is_alive(process):
        try:
            os.kill(process.pid, number)
        except ProcessLookupError:
            return True
        except OSError:
            return False
    return True


def program(pid: int) -> int:
    """The program behind a wrapper shell: ``sh -c 'cd x && prog'`` is asked for, ``prog`` is meant."""
    children: dict[int, list[Process]] = {}
    process = read(pid)
    if process is None or process.command not in _SHELLS:
        return pid
    for other in processes():
        children.setdefault(other.parent, []).append(other)
    while process.command in _SHELLS and children.get(process.pid):
        process = min(children[process.pid], key=lambda child: (child.started, child.pid))
    return process.pid


def boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


def pid_namespace() -> str:
    try:
        return os.readlink("/proc/self/ns/pid")  # noqa: PTH115 - it names no file
    except OSError:
        return ""


@cache
def uids_tell_nothing(uid: int) -> bool:
    """Whether uids tell nothing here.

    In a user namespace without a map everybody reads as the overflow uid, ourselves included, and a filter by
    uid would call all sockets ours. Outside of namespaces the map is the identity, and ``nobody`` is a user.
    """
    try:
        overflow = int(Path("/proc/sys/kernel/overflowuid").read_text())
        rows = [line.split() for line in Path("/proc/self/uid_map").read_text().splitlines()]
    except (OSError, ValueError):
        return False
    return uid == overflow and rows != [["0", "0", "4294967295"]]
