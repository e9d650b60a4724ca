"""What ``/proc`` says about processes: who is who, and who belongs to an app.

A pid alone is no identity: it is reused. Here a process is (pid, start time in clock ticks after boot), see
proc(5), field 22 of ``stat``. Zombies count as gone. Processes that end while we look are not there.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MARK = "REMOTE_IDE_APP"
_SHELLS = frozenset({"sh", "dash", "bash", "zsh", "ksh", "ash", "busybox", "env"})
_DEAD = frozenset("ZXx")


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
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return None
    # The command stands in brackets and may itself hold brackets and spaces.
    end = text.rfind(")")
    fields = text[end + 2 :].split()
    if len(fields) < 20 or fields[0] in _DEAD:
        return None
    command = text[text.find("(") + 1 : end]
    return Process(pid, int(fields[1]), int(fields[2]), int(fields[3]), int(fields[19]), command)


def processes() -> Iterator[Process]:
    for name in os.listdir("/proc"):  # noqa: PTH208 - a million-entry directory wants no Path objects
        if name.isdigit() and (found := read(int(name))) is not None:
            yield found


def environ(pid: int) -> dict[bytes, bytes]:
    """The environment a process was started with; empty where it is not ours to read."""
    try:
        raw = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return {}
    return dict(pair.split(b"=", 1) for pair in raw.split(b"\0") if b"=" in pair)


def members(mark: str, group: int | None = None, group_since: int = 0, since: int = 0) -> list[Process]:
    """All live processes of an app: those of its session or group, and those that inherited its mark.

    ``mark`` is the value of the ``REMOTE_IDE_APP`` variable, or a prefix of it that ends in ``:``. Only
    processes started at or after ``since`` count, those of the group at or after ``group_since``: a number is
    used again, a mark is not. An agent that a marked program started hides its environment (it is not
    dumpable), so it is found through ``SSH_AGENT_PID`` in the others'.
    """
    wanted = mark.encode()
    found: dict[int, Process] = {}
    agents: set[int] = set()
    for process in processes():
        if process.started < since:
            continue
        if group is not None and group in (process.group, process.session):
            if process.started >= group_since:
                found[process.pid] = process
        variables = environ(process.pid)
        value = variables.get(MARK.encode(), b"")
        if value == wanted or (mark.endswith(":") and value.startswith(wanted)):
            found[process.pid] = process
            agent = variables.get(b"SSH_AGENT_PID", b"")
            if agent.isdigit():
                agents.add(int(agent))
    for pid in agents - found.keys():
        agent_process = read(pid)
        # The variable alone proves nothing: a shell may have read the address of the user's own agent.
        if agent_process is not None and agent_process.command == "ssh-agent":
            parent = found.get(agent_process.parent)
            if parent is not None and agent_process.started >= parent.started:
                found[pid] = agent_process
    found.pop(os.getpid(), None)
    return list(found.values())


def own_members(mark: str, group: int | None, group_since: int) -> list[Process]:
    """``members`` of an app of this very process, whenever they were started."""
    myself = read(os.getpid())
    return members(mark, group, group_since, myself.started if myself is not None else 0)


def _text(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def is_alive(process: Process) -> bool:
    now = read(process.pid)
    return now is not None and now.started == process.started


def send(process: Process, number: signal.Signals) -> None:
    """Signal this very process, never a later one of the same number."""
    if is_alive(process):
        try:
            os.kill(process.pid, number)
        except OSError:
            return


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
    return _text("/proc/sys/kernel/random/boot_id").strip()


def pid_namespace() -> str:
    try:
        return os.readlink("/proc/self/ns/pid")  # noqa: PTH115 - it names no file
    except OSError:
        return ""
