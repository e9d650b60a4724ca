"""Makes the processes of one server, with all that must outlive or follow them: guard, record, sockets."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jupyterlab_remote_ide.guard.guard import Guard
from jupyterlab_remote_ide.guard.reaper import Record
from jupyterlab_remote_ide.host.terminals import VARIABLES
from jupyterlab_remote_ide.proxy.server import Spec

from . import occupied
from .app import App
from .asker import Asker, Question
from .launch import AppState, CannotStart, Launch
from .preflight import is_known
from .process import AppProcess
from .sockets import Sockets

_KNOWN_PATIENCE, _MOST_PATIENCE = 1.0, 10.0
# What an image sets for its users: where the ports of an editor's terminal are proxied.
_KEPT = frozenset({"VSCODE_PROXY_URI"})


@dataclass(frozen=True)
class Rules:
    """Seconds and variable names, as the administrator wants them. ``root``: where those programs start whose
    catalog entry says so; the others start in the server's own folder."""

    root: str
    start_timeout: float = 600.0
    stop_timeout: float = 5.0
    remove: Sequence[str] = ()


class Supervisor:
    def __init__(self, server: str, runtime_dir: Path, rules: Rules) -> None:
        """``server``: a random id; it begins every mark of this server's apps."""
        self.server = server
        self._rules = rules
        self._guard = Guard(server)
        self._record = Record(runtime_dir, server)
        self._sockets = Sockets()

    def make(self, app: App, spec: Spec, changed: Callable[[AppProcess], None]) -> AppProcess:
        self._guard.start()
        folder = self._sockets.folder
        if folder is not None:
            self._guard.folder(folder)
        self._record.write(folder)
        rules, entry = self._rules, app.entry
        known = is_known(app.definition, entry)
        question = Question(
            spec.address,
            # An entry of the catalog may know better than the page that is opened.
            path=spec.path if entry.ready_path == "/" else entry.ready_path,
            prefix=spec.prefix,
            headers=spec.headers,
            health_path=entry.health_path,
            own=spec.ready,
        )
        fixed = app.definition.address is not None
        launch = Launch(
            arguments=spec.arguments,
            environment=clean(spec.environment, (*rules.remove, *VARIABLES) if known else (), spec.explicit),
            folder=spec.folder or (rules.root if known and entry.in_root else None),
            mark=f"{self.server}:{app.name}",
            asker=Asker(question, fixed),
            start_timeout=rules.start_timeout,
            stop_timeout=rules.stop_timeout,
            # What the catalog knows does not leave its work to others.
            patience=_KNOWN_PATIENCE if known else min(max(spec.timeout, _KNOWN_PATIENCE), _MOST_PATIENCE),
            before_spawn=lambda: self._make_room(app, spec, fixed),
        )
        return AppProcess(app.name, launch, app.log, self._guard, changed)

    async def _make_room(self, app: App, spec: Spec, fixed: bool) -> None:
        """Before each spawn. Raises ``Occupied`` where somebody is at the address, else ``CannotStart``."""
        socket = spec.address.unix_socket
        try:
            if socket:
                self._sockets.clear(socket)
        except OSError as error:
            app.log.say(f"not started: {error}")
            state: AppState = "failed"
            raise CannotStart(state, "could-not-start", {}) from error
        await occupied.look(spec.address, fixed, app.name, spec.arguments)

    def socket(self, name: str, known: str | None) -> str:
        return self._sockets.path(name, known)

    def close(self) -> None:
        """After the last process: nothing of us is left, neither processes nor files."""
        self._guard.close()
        self._sockets.close()
        self._record.remove()


def clean(
    environment: Mapping[str, str], remove: Sequence[str], explicit: Collection[str] = ()
) -> dict[str, str]:
    """Without the variables that mean something else to a program started here: ``PORT`` moves code-server,
    ``VSCODE_*`` makes it think that it runs inside another one, the names of the terminal that the server was
    started in would make its own terminals look like that one. What the definition itself sets, stays."""
    kept = {*explicit, *_KEPT}
    names = {name for name in remove if not name.endswith("*")}
    prefixes = tuple(name[:-1] for name in remove if name.endswith("*"))
    return {
        name: value
        for name, value in environment.items()
        if name in kept or not (name in names or (prefixes and name.startswith(prefixes)))
    }


def home(root: str | None) -> str:
    """Where the catalog's programs start: the root of the file browser, else home, else our own folder."""
    for folder in (root, str(Path.home())):
        if folder and os.access(folder, os.X_OK):
            return folder
    return str(Path.cwd())
