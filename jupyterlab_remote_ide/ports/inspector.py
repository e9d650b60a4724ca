"""What follows a new socket: find its process, then ask it once what it speaks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from jupyterlab_remote_ide.host.listener import Listener, Scan
from jupyterlab_remote_ide.host.owners import Owner
from jupyterlab_remote_ide.tasks import Aside, NoAnswer

from . import recognise
from .probe import Answer
from .reach import accepts
from .rows import Socket, origin

AT_A_TIME = 4
# Ports whose protocols are known to speak no HTTP (Coder's list): asked later, never hidden for their number.
_LATER = (
    "20 21 22 23 25 53 110 143 179 389 465 587 636 989 990 993 995 3306 3389 5432 27017 27018 27019 28017"
)
LATER = frozenset(map(int, _LATER.split()))
LATER_SECONDS = 2.0


class Finds(Protocol):
    """The part of the machine that tells more about a socket."""

    def owners(self, wanted: Iterable[int], first: Iterable[int], budget: float) -> dict[int, Owner]: ...
    def may_probe(self, scan: Scan) -> bool: ...
    async def probe(self, listener: Listener) -> Answer: ...
    async def localhost(self) -> tuple[str, ...]: ...


class Surroundings(Protocol):
    """The Jupyter server's own processes; see ``surroundings.Surroundings``."""

    server_pid: int

    def kernels(self) -> Mapping[int, str]: ...
    def kernel_ports(self, files: bool = True) -> frozenset[int]: ...
    def terminals(self) -> Mapping[int, str]: ...
    def managed(self) -> Mapping[int, str] | None: ...
    async def notebooks(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Timing:
    """Seconds. A scan by other means than netlink costs milliseconds: it may take 1 % of the time."""

    visible: float = 0.5
    background: float = 2.0
    dear_factor: float = 100.0
    dear: tuple[float, float] = (1.0, 15.0)
    owner_budget: float = 0.25
    patience: float = 3.0  # with /proc, and with a home that is away
    owner_retries: tuple[float, ...] = (1.0, 5.0)
    probe_delay: float = 0.2  # programs listen before they can answer
    probe_retries: tuple[float, ...] = (2.0, 8.0, 30.0)
    stale: float = 1.0
    kill: float = 5.0


class Inspector:
    """Works on ``sockets`` in place and calls ``publish`` after each step. No task when all is known.

    Cancelling loses nothing: what is due stays due.
    """

    def __init__(
        self,
        sockets: dict[Listener, Socket],
        machine: Finds,
        surroundings: Surroundings,
        timing: Timing,
        probing: bool,
        publish: Callable[[], None],
    ) -> None:
        self._sockets, self._machine, self._surroundings = sockets, machine, surroundings
        self._timing, self._probing, self._publish = timing, probing, publish
        self.localhost: tuple[str, ...] = ("127.0.0.1",)
        self.kernel_ports: frozenset[int] = frozenset()
        self.scan = Scan(())
        self._resolved = False
        self._task: asyncio.Task[None] | None = None
        self._probes: dict[Socket, asyncio.Task[None]] = {}
        self._wake = asyncio.Event()
        # Two: a home that hangs takes no owners along. An executor's threads would be waited for at the end.
        self._owners = Aside("Remote IDE: owners of ports")
        self._files = Aside("Remote IDE: connection files")

    def unsettled(self) -> bool:
        """Whether a socket was not looked at, never asked, or is to be asked again by now."""
        now = asyncio.get_running_loop().time()
        return any(
            not s.looked
            or (s.answer is None and (s.probe_due is not None or s in self._probes))
            or (s.probe_due is not None and s.probe_due <= now)
            for s in self._sockets.values()
        )

    def start(self) -> None:
        """Go on with what is due; does nothing where nothing is."""
        if self._task is None and self._next() is not None:
            self._task = asyncio.get_running_loop().create_task(self._run())
            self._task.add_done_callback(self._ended)
        self._wake.set()

    def ask_again(self) -> None:
        """Somebody looks: what said nothing or an error when it was asked last may say more by now."""
        now = asyncio.get_running_loop().time()
        for socket in self._sockets.values():
            is_open = socket.final and socket.answer is not None and _may_change(socket.answer)
            if is_open and now - socket.asked >= self._timing.stale:
                socket.probe_due = now

    def cancel(self) -> None:
        """Begin nothing more. A probe under way ends by itself within seconds: asked is asked."""
        if self._task is not None:
            self._task.cancel()
        self._task = None

    async def stop(self) -> None:
        tasks = [*self._probes.values(), *([self._task] if self._task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if self._task is task:
            self._task = None
        if not task.cancelled():
            task.result()  # the loop's own handler tells of what we did not foresee

    def _next(self) -> float | None:
        dues = [d for s in self._sockets.values() for d in (s.owner_due, s.probe_due) if d is not None]
        return min(dues, default=None)

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while (due := self._next()) is not None:
            wait = due - loop.time()
            if wait > 0 or (self._full() and not self._owners_due(loop.time())):
                self._wake.clear()
                alarm = loop.call_later(wait, self._wake.set) if wait > 0 else None
                await self._wake.wait()
                if alarm is not None:
                    alarm.cancel()
                continue
            if self._owners_due(loop.time()):
                await self._find_owners()
            self._ask_due()

    def _full(self) -> bool:
        return len(self._probes) >= AT_A_TIME

    def _owners_due(self, now: float) -> list[Socket]:
        return [s for s in self._sockets.values() if s.owner_due is not None and s.owner_due <= now]

    async def _find_owners(self) -> None:
        loop = asyncio.get_running_loop()
        if not self._resolved:
            self.localhost, self._resolved = await self._machine.localhost(), True
        batch = self._owners_due(loop.time())
        kernels, terminals = self._surroundings.kernels(), self._surroundings.terminals()
        managed = self._surroundings.managed()
        first = [*kernels, *{s.owner.pid for s in self._sockets.values() if s.owner}]
        found, probing = await self._look({s.listener.inode for s in batch}, first)
        self.kernel_ports = await self._find_kernel_ports()
        lines = {pid for owner in found.values() for pid in (owner.pid, owner.session, *owner.parents)}
        notebooks = await self._surroundings.notebooks() if lines & set(kernels) else {}
        server = self._surroundings.server_pid
        for socket in batch:
            socket.owner = found.get(socket.listener.inode)
            if socket.owner is not None:
                socket.origin = origin(socket.owner, server, kernels, terminals, managed, notebooks)
            self._look_again(socket, loop.time())
            socket.looked = True
            # On a busy machine it is known with one of the next looks, if at all.
            if not socket.planned and (probing is not None or socket.owner_due is None):
                socket.planned = True
                self._plan(socket, bool(probing))
        self._publish()

    async def _look(self, wanted: set[int], first: list[int]) -> tuple[dict[int, Owner], bool | None]:
        """Who has them, and whether they may be asked; ``None`` where nobody told in time."""
        scan = self.scan

        def blocking() -> tuple[dict[int, Owner], bool]:
            found = self._machine.owners(wanted, first, self._timing.owner_budget)
            return found, self._probing and self._machine.may_probe(scan)

        try:
            return await self._owners.run(blocking, self._timing.patience)
        except NoAnswer:
            return {}, None

    async def _find_kernel_ports(self) -> frozenset[int]:
        try:
            return await self._files.run(self._surroundings.kernel_ports, self._timing.patience)
        except NoAnswer:
            return self.kernel_ports | self._surroundings.kernel_ports(files=False)

    def _look_again(self, socket: Socket, now: float) -> None:
        """A process that may not be read, or in another pid namespace: twice more, then it stays unknown."""
        socket.owner_due = None
        if socket.owner is None and socket.owner_tries < len(self._timing.owner_retries):
            socket.owner_due = now + self._timing.owner_retries[socket.owner_tries]
            socket.owner_tries += 1

    def _plan(self, socket: Socket, probing: bool) -> None:
        """When to ask a socket; never what is known to be no user's page, nor what cannot be linked."""
        owner, port = socket.owner, socket.listener.port
        listed = port in self.kernel_ports and (owner is None or socket.origin.role == "kernel")
        hidden = socket.origin.role in ("server", "debugger", "managed")
        web = owner is None or recognise.speaks_http(owner.argv)
        linkable = any(accepts(socket.listener, a) for a in ("127.0.0.1", *self.localhost))
        linkable = (
            linkable or socket.origin.role == "kernel"
        )  # asked in any case: is it the kernel's or an app's?
        if probing and web and linkable and not listed and not hidden:
            socket.probe_due = socket.seen + (LATER_SECONDS if port in LATER else self._timing.probe_delay)
        else:
            socket.final = True

    def _ask_due(self) -> None:
        loop = asyncio.get_running_loop()
        for socket in list(self._sockets.values()):
            due = socket.probe_due
            if self._full():
                return
            if due is not None and due <= loop.time() and socket not in self._probes:
                socket.probe_due = None
                task = self._probes[socket] = loop.create_task(self._ask(socket))
                task.add_done_callback(partial(self._asked, socket))

    async def _ask(self, socket: Socket) -> None:
        answer = await self._machine.probe(socket.listener)
        socket.answer, socket.asked = answer, asyncio.get_running_loop().time()
        retries = self._timing.probe_retries
        if _may_change(answer) and socket.probe_tries < len(retries):
            socket.probe_due = asyncio.get_running_loop().time() + retries[socket.probe_tries]
            socket.probe_tries += 1
        else:
            socket.final = True
        self._publish()

    def _asked(self, socket: Socket, task: asyncio.Task[None]) -> None:
        self._probes.pop(socket, None)
        if task.cancelled():
            socket.probe_due = asyncio.get_running_loop().time()
        else:
            task.result()
        self._wake.set()


def _may_change(answer: Answer) -> bool:
    return answer.fails or (answer.kind == "silent" and not answer.foreign)
