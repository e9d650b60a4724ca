"""One app's starts, stops and restarts, one after the other: there is never more than one process of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Literal, Protocol

from jupyterlab_remote_ide.proxy.server import CommandFailed, Definition, NotManaged, Spec
from jupyterlab_remote_ide.reasons import ProxyProblem
from jupyterlab_remote_ide.tasks import cancel

from . import preflight
from .app import App
from .launch import CannotStart
from .occupied import Occupied
from .process import AppProcess

Wish = Literal["start", "stop", "restart"]
# Of a port that is chosen anew each time: how often another one is tried when somebody was faster.
_OTHER_PORTS = 3
_OUTSIDE_SECONDS = 5.0


class Servers(Protocol):
    """Where apps come from. ``problem``: why their processes cannot be ruled, ``None`` when they can;
    ``loaded``: whether there is anything to be ruled."""

    problem: ProxyProblem | None
    loaded: bool

    def definitions(self) -> Sequence[Definition]: ...
    async def launch(self, name: str, socket: Callable[[str, str | None], str]) -> None: ...
    def forget(self, name: str, new_port: bool = False) -> None: ...


class Processes(Protocol):
    """Makes a process for an app, and its socket."""

    def make(self, app: App, spec: Spec, changed: Callable[[AppProcess], None]) -> AppProcess: ...
    def socket(self, name: str, known: str | None) -> str: ...


class Worker:
    """Does what was wished last. A wish never ends the work on another one midway, only a start is cut short:
    whatever comes after it must not find a process that nobody knows."""

    def __init__(self, app: App, servers: Servers, processes: Processes) -> None:
        self._app = app
        self._servers = servers
        self._processes = processes
        self._wish: Wish | None = None
        self._wished = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._tries = 0

    @property
    def busy(self) -> bool:
        return self._task is not None and not self._task.done()

    def want(self, wish: Wish) -> asyncio.Task[None]:
        """Returns the work, which ends when no wish is left."""
        app = self._app
        if wish == "start" and self._wish == "stop":
            wish = "restart"  # the stop was promised, too
        if wish == "start":
            app.barred, app.beginning = False, True
        else:
            app.barred, app.beginning = wish == "stop", False
            app.ending = "stopping" if wish == "stop" else "restarting"
        self._wish = wish
        self._wished.set()
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._work())
        app.changed()
        return self._task

    async def _work(self) -> None:
        app = self._app
        while (wish := self._wish) is not None:
            self._wish = None
            self._wished.clear()
            try:
                if wish != "start":
                    await self._end()
                    if self._wish in (None, "start"):
                        app.ending = None
                if wish != "stop" and self._wish is None:
                    await self._begin()
            except Exception as error:  # the state must stay true whatever happens
                app.ending, app.beginning = None, False
                app.verdict = ("failed", "internal-error")
                app.log.say(f"internal error: {type(error).__name__}: {error}")
            app.changed()

    async def _end(self) -> None:
        app = self._app
        taken = app.process is not None and app.process.reason in ("other-user-on-port", "port-taken")
        if app.process is not None:
            await app.process.terminate()
            if app.process.reason == "not-ended":  # and that it says, until it is tried again
                return
        if app.outside is not None:
            if not await app.outside.end(_OUTSIDE_SECONDS):
                app.log.say(f"pid {app.outside.process.pid} could not be ended")
                return
            app.outside = None
        self._servers.forget(app.name, new_port=taken)
        app.process, app.verdict, app.detail = None, ("stopped", "stopped-by-person"), None

    async def _begin(self) -> None:
        """Start it; returns when it answers, when it will not, or when something else is wished."""
        app = self._app
        app.beginning = True
        start = asyncio.ensure_future(self._start())
        disturbed = asyncio.ensure_future(self._wished.wait())
        try:
            await asyncio.wait({start, disturbed}, return_when=asyncio.FIRST_COMPLETED)
            if not start.done():
                if app.process is not None:
                    await app.process.terminate()
                await cancel(start)
                if app.process is not None:
                    await app.process.kill()
            if not start.cancelled():
                start.result()
        finally:
            disturbed.cancel()
            app.beginning = False

    async def _start(self) -> None:
        app = self._app
        if app.process is not None:
            await app.process.kill()  # over already; this waits until nothing of it is left
            self._servers.forget(app.name, new_port=app.process.state == "failed")
        app.process, app.outside, app.verdict, app.detail = None, None, None, None
        app.is_there = None
        app.obstacle = preflight.obstacle(app.definition, app.entry)
        if app.obstacle is None:
            app.changed()
            self._tries = 0
            await self._launch()

    def _failed(self, failure: CannotStart) -> None:
        app = self._app
        app.process, app.verdict, app.detail = None, (failure.state, failure.reason), failure.detail
        app.is_there = failure.is_there
        app.barred = failure.state == "failed" and app.outside is None

    async def _launch(self) -> None:
        app = self._app
        try:
            await self._servers.launch(app.name, self._processes.socket)
        except CommandFailed as error:
            app.log.say(f"the command could not be made: {error}")
            app.verdict = ("missing", "program-missing") if error.missing else ("failed", error.reason)
            app.detail = error.detail
            app.barred = not error.missing
        except NotManaged:
            if app.definition.address is None:  # nobody else could know where it is to listen
                app.log.say("the function that makes the command returned an empty list")
                app.verdict, app.barred = ("failed", "command-empty"), True
            else:
                app.unmanaged = True
        except Occupied as occupied:
            if not occupied.detail["fixed"] and self._tries < _OTHER_PORTS:
                self._tries += 1
                self._servers.forget(app.name, new_port=True)
                await self._launch()
                return
            app.outside = occupied.outside
            self._failed(occupied)
        except CannotStart as failure:
            self._failed(failure)
        except Exception as error:
            app.barred = True
            if app.process is None or app.process.state != "failed":
                app.log.say(f"could not be started: {type(error).__name__}: {error}")
                app.process, app.verdict = None, ("failed", "could-not-start")
