"""Which processes are an app's: what descends from it, what is in its session, and what carries its mark; but
not what a person started in one of its terminals (``terminals``).

No single look at a moving tree proves that nothing is left of it: a program that puts itself into the
background may fork and exit between the reading of one process and the next. So a look reads on until the
table holds nothing that it has not read; and who was seen once is known for life, whatever becomes of its
parent.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Mapping

from . import processes, terminals
from .processes import Process

MARK = "REMOTE_IDE_APP"
_MARK = MARK.encode()
# A process has no environment while it executes another program: microseconds, longer where it is preempted.
_EXEC_LOOKS, _EXEC_SECONDS = 5, 0.002
_MOST_ROUNDS = 50


class Family:
    """The processes of one app. ``since`` is in clock ticks after boot: nothing older belongs to it.

    ``mark`` is the value of the ``REMOTE_IDE_APP`` variable, or a prefix of it that ends in ``:``.
    """

    def __init__(self, mark: str, since: int = 0) -> None:
        self._mark = mark.encode()
        self._since = since
        self._one_look = threading.Lock()
        self._groups: dict[int, int] = {}
        self._known: dict[int, Process] = {}
        self._strangers: dict[int, int] = {}
        # By pid, when they began: who is of the app whatever its environment says, and who is a person's.
        self._certain: dict[int, int] = {}
        self._persons: dict[int, int] = {}
        # The accounts that it was ever seen to run as, but our own: what detached itself may still do so.
        self.accounts: set[int] = set()

    def join(self, process: Process, leads: bool = False) -> None:
        """It is of the app, whatever its environment says. ``leads``: and so is all that is in its process
        group or session."""
        self._certain[process.pid] = process.started
        self._persons.pop(process.pid, None)
        self._know(process)
        if leads:
            self._groups[process.pid] = process.started

    def _know(self, process: Process) -> None:
        self._known[process.pid] = process
        self._strangers.pop(process.pid, None)

    def spares(self, process: Process) -> bool:
        """Whether it carries the app's mark, but came out of a terminal."""
        if self._certain.get(process.pid) == process.started:
            return False
        variables = processes.environ(process.pid) or {}
        return self._carries(variables) and terminals.came_out(variables)

    def _is_opened_by(self, parent: Process, process: Process) -> bool:
        """Whether it is the shell of a terminal that does not pass the mark on (an option of VS Code): what
        came of that would be found by descent alone."""
        if process.pid != process.session or self._certain.get(process.pid) == process.started:
            return False
        child = processes.environ(process.pid) or {}
        if self._carries(child) or not terminals.opened(processes.environ(parent.pid) or {}, child):
            return False
        self._spare(process)
        return True

    def _spare(self, process: Process) -> None:
        self._persons[process.pid] = process.started
        self._known.pop(process.pid, None)

    def known(self) -> list[Process]:
        """Those seen so far that still live: no walk through the table."""
        return [process for process in list(self._known.values()) if processes.is_alive(process)]

    def glance(self) -> None:
        """Get to know the children of those known, without a walk through the table: microseconds each."""
        if not self._one_look.acquire(blocking=False):
            return
        try:
            family = [process for process in self._known.values() if processes.is_alive(process)]
            for process in family:
                uid = processes.owner(process.pid)
                if uid is not None and uid != os.geteuid():
                    self.accounts.add(uid)
                for pid in processes.children(process.pid):
                    child = processes.read(pid) if pid not in self._known else None
                    if child is None or child.started < process.started:
                        continue
                    if not (self.spares(child) or self._is_opened_by(process, child)):
                        self._know(child)
                        family.append(child)
        finally:
            self._one_look.release()

    def look(self) -> list[Process]:
        """All that live now. Blocks for milliseconds: reads the whole table of processes."""
        with self._one_look:
            return self._look()

    def _look(self) -> list[Process]:
        seen: dict[int, Process] = {}
        read: set[int] = set()
        executing: dict[int, int] = {}
        for _ in range(_MOST_ROUNDS):
            fresh = processes.pids() - read
            if not fresh and not executing:
                break
            # Ascending: a child has its number later than its parent, as a rule.
            for pid in sorted(fresh | executing.keys()):
                read.add(pid)
                process = processes.read(pid)
                if process is None or process.started < self._since:
                    seen.pop(pid, None)
                    executing.pop(pid, None)
                    continue
                seen[pid] = process
                if self._belongs(process) is None and executing.get(pid, 0) < _EXEC_LOOKS:
                    executing[pid] = executing.get(pid, 0) + 1
                else:
                    executing.pop(pid, None)
            if executing:
                time.sleep(_EXEC_SECONDS)
        for begun in (self._strangers, self._certain, self._persons):
            for pid in begun.keys() - seen.keys():
                begun.pop(pid, None)
        self._descend(seen)
        self._known = {
            pid: process
            for pid, process in self._known.items()
            if pid in seen and seen[pid].started == process.started
        }
        in_use = {number for process in seen.values() for number in (process.group, process.session)}
        self._groups = {group: since for group, since in self._groups.items() if group in in_use}
        # As they are now: parents and groups change.
        found = {pid: seen[pid] for pid in self._known}
        self.accounts |= uids(found.values())
        return [*found.values(), *self._agents(found, seen)]

    def _belongs(self, process: Process) -> bool | None:
        """Whether it is of the app by itself; ``None`` where that cannot be said at this moment."""
        pid, started = process.pid, process.started
        if pid == os.getpid() or self._strangers.get(pid) == started:
            return False
        known = pid in self._known and self._known[pid].started == started
        if known and self._certain.get(pid) == started:
            return True
        for number in (process.group, process.session):
            if started >= self._groups.get(number, started + 1):
                self._persons.pop(pid, None)
                self._know(process)
                return True
        if self._persons.get(pid) == started:
            return False
        variables = processes.environ(pid)
        if variables == {} and not known:
            return None
        if variables and self._carries(variables):
            if terminals.came_out(variables):  # also one that was known: a child before its ``execve``
                self._spare(process)
                return False
            known = True
        if known:
            self._know(process)
        elif variables is not None:
            self._strangers[pid] = started
        return known

    def _carries(self, variables: Mapping[bytes, bytes]) -> bool:
        value = variables.get(_MARK, b"")
        return value == self._mark or (self._mark.endswith(b":") and value.startswith(self._mark))

    def _descend(self, seen: dict[int, Process]) -> None:
        """Whose parent is of the app is so too, whoever it runs as. A dead parent's number counts for who was
        read as its child: it was so then."""
        grown = True
        while grown:
            grown = False
            for process in seen.values():
                parent = self._known.get(process.parent)
                if (
                    parent is not None
                    and seen.get(parent.pid, parent).started == parent.started  # else a later one's number
                    and process.pid != os.getpid()
                    and self._persons.get(process.pid) != process.started
                    and process.started >= parent.started
                    and not self._is_opened_by(parent, process)
                    and process.pid not in self._known
                ):
                    self._know(process)
                    grown = True

    def _agents(self, found: dict[int, Process], seen: dict[int, Process]) -> Iterable[Process]:
        """An agent that a marked program started hides its environment (it is not dumpable): it is found
        through ``SSH_AGENT_PID`` in the others'. The variable alone proves nothing: a shell may have read the
        address of the user's own agent."""
        for process in list(found.values()):
            number = (processes.environ(process.pid) or {}).get(b"SSH_AGENT_PID", b"")
            agent = seen.get(int(number)) if number.isdigit() else None
            if agent is None or agent.pid in found or agent.command != "ssh-agent":
                continue
            parent = found.get(agent.parent)
            if parent is not None and agent.started >= parent.started:
                found[agent.pid] = agent
                yield agent


def uids(family: Iterable[Process]) -> set[int]:
    """The accounts that a family runs as, but our own."""
    found = {processes.owner(process.pid) for process in family}
    return {uid for uid in found if uid is not None and uid != os.geteuid()}
