"""The live list of own listening ports: when to look, what is new, whom to ask. Knows no tornado.

Nothing tells an unprivileged process that somebody called ``listen()``, so sockets are compared in intervals;
but only while somebody watches. Without a watcher there is no timer, no task and no open file.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Protocol

from jupyterlab_remote_ide.errors import Conflict, Denied
from jupyterlab_remote_ide.host.listener import Listener, Scan, ScanFailed, Scanner
from jupyterlab_remote_ide.reasons import Reason
from jupyterlab_remote_ide.topic import Level, Topic
from jupyterlab_remote_ide.visitor import YES, Capability, Visitor, no

from .inspector import Finds, Inspector, Surroundings, Timing
from .learning import Learning
from .rows import Around, Built, Site, Socket, build
from .rules import Rules

MAX_ROWS = 200
# Of those that are no app of the user's own: why they are not stopped here.
_NOT_STOPPED: Mapping[str, Reason] = {
    "server": "jupyter-server",
    "kernel": "kernel",
    "managed": "managed-app",
}


class Ends(Protocol):
    """One process to be ended; see ``process.Process``."""

    def alive(self) -> bool: ...
    def signal(self, number: signal.Signals) -> None: ...
    def close(self) -> None: ...


class Machine(Finds, Protocol):
    """The outside systems; see ``machine.Machine``."""

    by_fd: bool
    ephemeral: tuple[int, int]

    def scanners(self) -> Sequence[Scanner]: ...
    def process(self, pid: int, started: float, inodes: Collection[int]) -> Ends | None: ...


class PortsManager:
    """Owns the topic ``ports``. All methods run on the event loop."""

    def __init__(
        self,
        machine: Machine,
        surroundings: Surroundings,
        site: Site,
        log: logging.Logger,
        timing: Timing | None = None,
        probing: bool = True,
        road: Callable[[], bool] = lambda: True,
        rules: Callable[[], Rules] | None = None,
    ) -> None:
        """``road``: whether requests to ``proxy/<port>/`` are passed on here. ``rules``: reads those of other
        packages, and may block: called once, in a thread, with the first look."""
        self.topic = Topic("ports")
        self.topic.on_demand = self._demand_changed
        self._machine, self._surroundings, self._site, self._log = machine, surroundings, site, log
        self._timing = timing or Timing()
        self._road, self._had_road = road, True
        self._learning = Learning(rules, self._publish, log)
        self._sockets: dict[Listener, Socket] = {}
        self._built = Built()
        self._scanners = list(machine.scanners())
        self._foreign: frozenset[int] = frozenset()
        self._scanned = float("-inf")
        self._readers = 0
        self._timer: asyncio.TimerHandle | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self._inspector = Inspector(
            self._sockets, machine, surroundings, self._timing, probing, self._publish
        )
        self._choose()

    @property
    def method(self) -> str | None:
        """The way to scan in use; ``None`` where none works."""
        return self._scanners[0].method if self._scanners else None

    def capabilities(self, visitor: Visitor) -> dict[str, Capability]:
        listing = YES if self._scanners else no("no-scan-method")
        return {"ports-list": listing, "ports-stop": listing if visitor.owner else no("not-owner")}

    async def current(self, patience: float = 1.0) -> None:
        """Bring the list up to date for one reader; new rows get ``patience`` seconds to be told apart.
        Raises ``Denied``: ``no-scan-method``."""
        if not self._scanners:
            msg = "Listening ports cannot be listed on this machine."
            raise Denied(msg, "no-scan-method")
        loop = asyncio.get_running_loop()
        self._readers += 1
        try:
            self._inspector.ask_again()
            if loop.time() - self._scanned >= self._timing.stale:
                self._scan()
            end = loop.time() + patience
            while (self._inspector.unsettled() or self._learning.under_way) and loop.time() < end:
                self._inspector.start()
                await asyncio.sleep(0.02)
        finally:
            self._readers -= 1
            self._rest()

    async def end(self, visitor: Visitor, key: str, pid: int, started: float, inodes: Sequence[int]) -> None:
        """Ask the process behind a row to end, and make it after 5 s. ``pid``, ``started`` and ``inodes`` are
        what the browser saw. Raises ``Denied`` (``not-owner``, ``jupyter-server``, ``kernel``,
        ``managed-app``) or ``Conflict`` (``port-changed``)."""
        if not visitor.owner:
            msg = "Only the owner of this server may stop its processes."
            raise Denied(msg, "not-owner")
        if self._scanners:
            self._scan()
            self._rest()
        row = self.topic.get(key)
        sockets = [s for s in self._sockets.values() if s.listener.inode in set(inodes)]
        same = row is not None and (row["pid"], row["started"]) == (pid, started)
        if row is None or not same or row["inodes"] != sorted(inodes):
            msg = "This port is held by another process by now."
            raise Conflict(msg, "port-changed")
        for role, reason in _NOT_STOPPED.items():
            if any(s.origin.role == role for s in sockets) or (role == "server" and pid == self._server):
                msg = "This process is not stopped here."
                raise Denied(msg, reason)
        process = self._machine.process(pid, started, inodes)
        if process is None:
            msg = "This port is held by another process by now."
            raise Conflict(msg, "port-changed")
        process.signal(signal.SIGTERM)
        task = asyncio.get_running_loop().create_task(self._see_it_end(process))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def stop(self) -> None:
        """End all work; the topic stays as it is."""
        self.topic.on_demand = None
        self._readers = 0
        ending = list(self._ending)
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, self._inspector.stop(), self._learning.stop(), return_exceptions=True)
        self._halt()

    @property
    def _server(self) -> int:
        return self._surroundings.server_pid

    async def _see_it_end(self, process: Ends) -> None:
        try:
            for _ in range(100):
                await asyncio.sleep(self._timing.kill / 100)
                if not process.alive():
                    return
            process.signal(signal.SIGKILL)
        finally:
            process.close()

    def _choose(self) -> None:
        """Drop the ways to scan that do not work here. One scan costs microseconds with the first of them."""
        while self._scanners:
            try:
                self._scanners[0].scan()
            except ScanFailed as failed:
                self._log.info("Remote IDE: ports cannot be listed with %s", failed)
                del self._scanners[0]
            else:
                self._scanners[0].close()
                self._log.debug("Remote IDE: ports are listed with %s", self.method)
                return

    def _demand_changed(self, level: Level) -> None:
        if level == "off":
            self._rest()
        else:
            self._tick()

    def _tick(self) -> None:
        """Scan now, and again in a while as long as somebody watches."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._scan()
        level = self.topic.demand
        if self._scanners and level != "off":
            period = self._timing.visible if level == "visible" else self._timing.background
            low, high = self._timing.dear
            if cost := self._scanners[0].cost:
                period = max(period, min(max(self._timing.dear_factor * cost, low), high))
            self._timer = asyncio.get_running_loop().call_later(period, self._tick)

    def _rest(self) -> None:
        if self.topic.demand == "off" and not self._readers:
            self._halt()

    def _halt(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._inspector.cancel()
        for scanner in self._scanners:
            scanner.close()

    def _look(self) -> Scan | None:
        """One scan; a way that fails twice in a row is given up for the next one."""
        failures = 0
        while self._scanners:
            try:
                return self._scanners[0].scan()
            except ScanFailed as failed:
                failures += 1
                if failures == 2:
                    self._log.warning("Remote IDE: ports cannot be listed any more with %s", failed)
                    del self._scanners[0]
                    failures = 0
        return None

    def _scan(self) -> None:
        self._learning.start()
        scan = self._look()
        self._scanned = asyncio.get_running_loop().time()
        if self._remember(scan) or self._road() != self._had_road:
            self._publish()
        self._inspector.start()

    def _remember(self, scan: Scan | None) -> bool:
        """Compare with what is known; whether the list has to be told anew."""
        if scan is None:  # the same answer again also confirms what was missing in it
            gone = [key for key, socket in self._sockets.items() if socket.missed]
            for key in gone:
                del self._sockets[key]
            return bool(gone)
        listed = set(scan.own)
        changed = scan.foreign_ports != self._foreign
        self._foreign = scan.foreign_ports
        self._inspector.scan = scan
        for key, socket in list(self._sockets.items()):
            if key in listed:
                socket.missed = False
            elif scan.partial and not socket.missed:
                socket.missed = True  # churn between two pieces of the answer can hide a row once
            else:
                del self._sockets[key]
                changed = True
        now = asyncio.get_running_loop().time()
        for listener in listed - set(self._sockets):
            self._sockets[listener] = Socket(listener, round(time.time(), 3), seen=now, owner_due=now)
            changed = True
        return changed

    def _publish(self) -> None:
        sockets: Iterable[Socket] = self._sockets.values()
        foreign = self._foreign
        if self._machine.by_fd:  # uids tell nothing: ours is what a process of ours holds
            foreign = foreign.union(s.listener.port for s in sockets if s.looked and not s.owner)
            sockets = [s for s in sockets if s.owner]
        inspector = self._inspector
        self._had_road = self._road()
        around = Around(
            inspector.localhost,
            foreign,
            inspector.kernel_ports,
            self._machine.ephemeral,
            self._had_road,
            self._learning.rules,
        )
        rows = build(sockets, self._site, around, self._built)
        self.topic.publish(dict(islice(rows.items(), MAX_ROWS)), max(0, len(rows) - MAX_ROWS))
