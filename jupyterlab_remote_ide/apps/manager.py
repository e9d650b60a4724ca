"""The apps of this server: which there are, what state each is in, and who may start one.

A never-started app starts with the first request to it. After a stop, an exit or a failure only a person
starts it again: a forgotten tab's reconnects do not.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from typing import Literal

from jupyterlab_remote_ide.errors import Conflict, NotFound, Unavailable
from jupyterlab_remote_ide.host import processes
from jupyterlab_remote_ide.proxy.server import Definition, Kind, Spec
from jupyterlab_remote_ide.reasons import ProxyProblem, Reason
from jupyterlab_remote_ide.redact import secrets_in
from jupyterlab_remote_ide.topic import Topic

from . import occupied, preflight, probe
from .app import App
from .catalog import Entry, order
from .ending import end_one
from .folder import File, on_disk, with_file, with_folder
from .process import AppProcess
from .watching import HEALTH_SECONDS, Watching
from .whereabouts import Place
from .worker import Processes, Servers, Worker

Passage = Literal["pass", "wait", "start", "refuse"]
_RELEASE_SECONDS = 5.0
_NOT_RULED: Mapping[Kind, tuple[str, Reason]] = {
    "external": ("Somebody else runs this app: it can only be opened.", "app-external"),
    "unreachable": (
        "This app can neither be started nor opened: it is defined wrongly.",
        "app-unreachable",
    ),
    "absent": ("This app can neither be started nor opened: its wrapper was not loaded.", "app-absent"),
}


class AppsManager:
    """All methods but the ``async`` ones return at once; a change is published as it happens."""

    def __init__(
        self,
        servers: Servers,
        processes: Processes | None,
        catalog: Callable[[str], Entry],
        make_app: Callable[[Definition, Entry], App],
        root: str | None = None,
    ) -> None:
        """``processes``: ``None`` where apps can only be opened. ``root``: the root folder, if on disk."""
        self.topic = Topic("apps")
        self._servers = servers
        self._processes = processes
        self._catalog = catalog
        self._make_app = make_app
        self._root = root
        self._apps: dict[str, App] | None = None
        self._workers: dict[str, Worker] = {}
        self._is_closed = False
        self._watching = Watching(self.topic, self.refresh, self.check, self.publish)

    @property
    def open_only(self) -> bool:
        return self._processes is None

    # Reading

    @property
    def apps(self) -> dict[str, App]:
        if self._apps is None:
            made = {}
            for definition in sorted(self._servers.definitions(), key=lambda one: order(one.name, one.title)):
                app = made[definition.name] = self._make_app(definition, self._catalog(definition.name))
                app.log.on_line = self._watching.on_line
                app.on_change = self.publish
            self._apps = made
        return self._apps

    @property
    def problem(self) -> ProxyProblem | Literal["apps-open-only"] | None:
        """Why there are no apps here, or why they can only be opened; ``None`` where all is well."""
        if not self._servers.loaded:
            return self._servers.problem
        return "apps-open-only" if self.open_only else None

    def app(self, name: str) -> App:
        """Raises ``NotFound``, or ``Unavailable`` where none can be."""
        try:
            return self.apps[name]
        except KeyError:
            if not self._servers.loaded:
                msg = "There are no apps here: jupyter-server-proxy is not loaded."
                raise Unavailable(msg, self.problem) from None
            msg = "There is no such app."
            raise NotFound(msg) from None

    def refresh(self) -> None:
        """Look again which programs are there, and publish."""
        for app in self.apps.values():
            app.obstacle = preflight.obstacle(app.definition, app.entry)
            app.folders.check()
            if app.is_there is not None and app.is_there():
                app.verdict = app.detail = app.is_there = None
        self.publish()

    async def _find_outside(self) -> None:
        """Look whether apps at fixed addresses run already, though they were not started from here."""
        for app in self.apps.values():
            address, arguments = app.definition.address, app.definition.arguments
            if app.definition.kind != "supervised" or address is None or app.process is not None:
                continue
            if app.outside is not None or app.is_starting:
                continue
            app.outside = await occupied.find_outside(address, app.name, arguments)

    async def check(self) -> None:
        """Ask those that run whether they still answer, each at most every few seconds."""
        loop = asyncio.get_running_loop()
        due = [app for app in self.apps.values() if loop.time() - app.checked >= HEALTH_SECONDS - 1]
        await asyncio.gather(*(self.check_app(app) for app in due))
        if not self.open_only:
            await self._find_outside()
        self.publish()

    async def check_app(self, app: App, health: bool = True) -> None:
        app.checked = asyncio.get_running_loop().time()
        if app.outside is not None and not app.outside.is_there():
            app.outside = None
        if app.process is not None:
            await app.process.check(health)
        elif (address := app.definition.address) is not None and app.definition.kind == "external":
            answer = probe.look(address) if address.raw else await probe.ask(address, timeout=1.0)
            app.silent = answer.outcome == "refused"

    def publish(self) -> None:
        if self._apps is not None:
            self.topic.publish({name: app.row(self.open_only) for name, app in self._apps.items()})

    def managed_groups(self) -> Mapping[int, str]:
        """Process group (also session) ids of what runs now, with the app's name."""
        running = ((name, app.process) for name, app in (self._apps or {}).items())
        return {proc.group: name for name, proc in running if proc is not None and proc.group is not None}

    def open_url(self, name: str, folder: str | None = None, file: File | None = None) -> str:
        """Where the app opens; in ``folder`` (a Contents path), with ``file``, if it can.

        Raises ``BadRequest``, ``NotFound``.
        """
        app = self.app(name)
        url = app.definition.open_url
        if folder is None:
            return url
        path, entry = on_disk(self._root, folder), app.entry
        if not entry.folder_argument:
            return url
        url = with_folder(url, entry.folder_argument, path)
        return with_file(url, path, file) if file is not None and entry.opens_files else url

    # For requests to an app

    def answers(self, name: str) -> bool:
        app = self.app(name)
        if app.outside is not None:
            if app.outside.is_there():
                return not app.ending
            app.outside = None
            app.changed()
        return app.unmanaged or (app.process is not None and app.process.answers and not app.ending)

    def place(self, name: str) -> Place | None:
        """Where a request to it is to be sent; ``None`` where it would not be sure to reach the app."""
        app = self.app(name)
        if app.outside is not None:
            listening = app.outside.listening
            return Place(listening.address, listening.port) if listening.port else Place(unix=True)
        return app.process.asker.place() if app.process is not None else Place()

    def knock(self, name: str, start: bool = False) -> Passage:
        """A request came: may it pass, must it wait, or is it refused? The first ever starts the app, if its
        author may: that is to be found out after ``start``, and said with the next knock."""
        app = self.app(name)
        if self.answers(name):
            return "pass"
        if app.is_starting:
            return "wait"
        if app.barred or app.ending or self._is_closed:
            return "refuse"
        app.obstacle = preflight.obstacle(app.definition, app.entry)
        if app.obstacle is not None:
            self.publish()
            return "refuse"
        if not start:
            return "start"
        self.start(name)
        return "wait"

    async def settled(self, name: str) -> bool:
        """Wait while it starts; whether it answers then."""
        app = self.app(name)
        while not self.answers(name) and app.is_starting:
            await app.change()
        return self.answers(name)

    # For people

    def start(self, name: str) -> App:
        """Start it unless it runs or starts. Raises ``NotFound``, ``Unavailable``."""
        app = self._ruled(name)
        app.barred = False
        if not self._is_closed and not app.unmanaged and not (self.answers(name) or app.is_starting):
            app.folders.clear()
            app.obstacle = preflight.obstacle(app.definition, app.entry)
            if app.obstacle is None:
                self._worker(app).want("start")
            else:  # what is missing is at no moment "starting"
                self.publish()
        return app

    def stop(self, name: str) -> asyncio.Task[None]:
        """End it, also while it starts. Raises ``NotFound``, ``Unavailable``."""
        return self._worker(self._ruled(name)).want("stop")

    def restart(self, name: str) -> App:
        """End it and start it anew. Raises ``NotFound``, ``Unavailable``."""
        app = self._ruled(name)
        if not self._is_closed:
            self._worker(app).want("restart")
        return app

    def show(self, name: str) -> App:
        """Let its page be seen as it is, though it is an error. Raises ``NotFound``, ``Unavailable``."""
        app = self._ruled(name)
        if app.process is not None:
            app.process.shown = True
        return app

    async def release(self, name: str, pid: int, started: int) -> App:
        """End the program that has the app's port, if it is still this one. ``Conflict``, ``Unavailable``."""
        app = self._ruled(name)
        facts = (app.detail if app.state()[1] == "port-taken" else None) or {}
        process = processes.read(pid)
        told = facts.get("stoppable") and (facts["pid"], facts["started"]) == (pid, started)
        if not told or process is None or process.started != started or processes.owner(pid) != os.geteuid():
            msg = "Another program has it by now; nothing was ended."
            raise Conflict(msg, "port-changed")
        if not await end_one(process, _RELEASE_SECONDS):
            msg = "The program could not be ended."
            raise Unavailable(msg, "not-ended")
        app.verdict, app.detail, app.barred = None, None, False
        app.changed()
        return app

    async def close(self) -> None:
        """End every app, and start none any more: the server goes on to answer until its end."""
        self._is_closed = True
        self._watching.stop()
        busy = [name for name, worker in self._workers.items() if worker.busy or self.app(name).process]
        if busy:
            await asyncio.wait({self.stop(name) for name in busy})

    def seen(self, name: str, status: int) -> None:
        """A person's request for the app's page was answered with this HTTP status."""
        process = self.app(name).process
        if process is not None:
            process.seen(status)

    def make_process(self, name: str, spec: Spec) -> AppProcess:
        """What takes the place of jupyter-server-proxy's own process."""
        app = self._ruled(name)
        assert self._processes is not None  # noqa: S101 - _ruled has looked
        app.secrets = secrets_in({name: spec.environment[name] for name in spec.explicit})
        app.process = self._processes.make(app, spec, lambda process: self._process_changed(app, process))
        return app.process

    def _ruled(self, name: str) -> App:
        app = self.app(name)
        kind = app.definition.kind
        if kind != "supervised":
            raise Unavailable(*_NOT_RULED[kind])
        if self.open_only:
            msg = "On this server apps can only be opened."
            raise Unavailable(msg, "apps-open-only")
        return app

    def _worker(self, app: App) -> Worker:
        if app.name not in self._workers:
            assert self._processes is not None  # noqa: S101 - _ruled has looked
            self._workers[app.name] = Worker(app, self._servers, self._processes)
        return self._workers[app.name]

    def _process_changed(self, app: App, process: AppProcess) -> None:
        if app.process is process:
            if process.state in ("stopped", "failed") and app.ending != "restarting":
                app.barred = True
            app.changed()
