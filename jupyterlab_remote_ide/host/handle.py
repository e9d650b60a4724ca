"""One process to be ended, held so that its pid cannot come to mean another one meanwhile."""

from __future__ import annotations

import os
import signal
from collections.abc import Collection
from pathlib import Path

from . import processes
from .owners import PROC, started_at


class Handle:
    """Holds a pidfd (pidfd_open(2), Linux 5.3) where there is one; else each signal re-checks the start time.

    ``started`` is the epoch time that ``owners`` gives. Raises ``ProcessLookupError`` if it is not that one.
    """

    def __init__(self, pid: int, started: float) -> None:
        self.pid = pid
        self._started = started
        self._pidfd = -1
        try:
            self._pidfd = os.pidfd_open(pid)
        except (AttributeError, OSError):
            pass  # no such call here (gVisor, old kernels), or it is gone: the check below says so
        if not self.alive():
            self.close()
            raise ProcessLookupError(pid)

    def alive(self) -> bool:
        """Whether this very process still runs; a zombie does not."""
        known = processes.read(self.pid)
        return known is not None and started_at(known.started) == self._started

    def owned_by(self, uid: int) -> bool:
        try:
            return Path(f"{PROC}/{self.pid}").stat().st_uid == uid
        except OSError:
            return False

    def holds(self, inodes: Collection[int]) -> bool:
        """Whether it holds one of these sockets at least, and so is still the one that listens."""
        return bool(processes.held(self.pid, inodes))

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to this process alone; nothing happens if it is gone. Raises ``PermissionError``."""
        try:
            if self._pidfd >= 0:
                signal.pidfd_send_signal(self._pidfd, number)
            elif self.alive():
                os.kill(self.pid, number)
        except ProcessLookupError:
            pass

    def close(self) -> None:
        if self._pidfd >= 0:
            os.close(self._pidfd)
            self._pidfd = -1
