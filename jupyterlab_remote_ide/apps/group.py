"""The process group of an app, for as long as its number is surely the app's."""

from __future__ import annotations

from collections.abc import Collection

from jupyterlab_remote_ide.host import processes

from .launch import GroupWatch


class Group:
    """``number`` is the id of a process group and session, ``since`` its leader's start in clock ticks."""

    def __init__(self, watch: GroupWatch) -> None:
        self.number: int | None = None
        self.since = 0
        self._watch = watch

    def begin(self, pid: int) -> None:
        """A program was spawned as the leader of its own session."""
        self.number = pid
        leader = processes.read(pid)
        if leader is not None:
            self._lead(leader)

    def follow(self, left: Collection[processes.Process]) -> None:
        """The leader has ended. Once nobody is in its group, its number may become a stranger's.

        To be called again and again: a child may leave the group at any time.
        """
        if self.number is None:
            return
        now = [found for one in left if (found := processes.read(one.pid)) is not None]
        if any(self.number in (one.group, one.session) for one in now):
            return
        self.end()
        first = min(now, key=lambda process: process.started, default=None)
        if first is not None and first.pid == first.group:
            self._lead(first)

    def end(self) -> None:
        """Nothing of it is left."""
        if self.number is not None:
            self._watch.remove(self.number)
        self.number = None

    def _lead(self, leader: processes.Process) -> None:
        self.number, self.since = leader.pid, leader.started
        self._watch.add(leader)
