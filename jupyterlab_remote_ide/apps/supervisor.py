"""Makes the processes of one server, with all that must outlive or follow them: guard, record, sockets."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .app import App
from .guard import Guard
from .launch import Dial, Launch, Spec
from .probe import Answer, ask, look
from .process import AppProcess
from .reaper import Record
from .sockets import Sockets

_ASK_SECONDS = 5.0


@dataclass(frozen=True)
class Rules:
    """Seconds and variable names, as the administrator wants them. ``folder``: where programs start."""

    folder: str
    start_timeout: float = 600.0
    stop_timeout: float = 5.0
    remove: Sequence[str] = ()


class Supervisor:
    def __init__(self, server: str, runtime_dir: Path, rules: Rules, dial: Dial) -> None:
        """``server``: a random id; it begins every mark of this server's apps."""
        self.server = server
        self._rules = rules
        self._dial = dial
        self._guard = Guard(server)
        self._record = Record(runtime_dir, server)
        self._sockets = Sockets()

    @property
    def guard_pid(self) -> int | None:
        return self._guard.pid

    def make(self, app: App, spec: Spec, changed: Callable[[AppProcess], None]) -> AppProcess:
        self._guard.start()
        folder = self._sockets.folder
        if folder is not None:
            self._guard.folder(folder)
        self._record.write(folder)
        socket = spec.address.unix_socket
        rules = self._rules
        launch = Launch(
            arguments=spec.arguments,
            environment=clean(spec.environment, rules.remove, spec.explicit),
            folder=spec.folder or rules.folder,
            mark=f"{self.server}:{app.name}",
            ask=_question(app, spec, self._dial),
            start_timeout=rules.start_timeout,
            stop_timeout=rules.stop_timeout,
            before_spawn=lambda: self._sockets.clear(socket) if socket else None,
        )
        return AppProcess(app.name, launch, app.log, self._guard, changed)

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
    ``VSCODE_*`` makes it think that it runs inside another one. What the definition itself sets, stays."""
    names = {name for name in remove if not name.endswith("*")}
    prefixes = tuple(name[:-1] for name in remove if name.endswith("*"))
    return {
        name: value
        for name, value in environment.items()
        if name in explicit or not (name in names or (prefixes and name.startswith(prefixes)))
    }


def _question(app: App, spec: Spec, dial: Dial) -> Callable[[bool], Awaitable[Answer]]:
    entry, ready = app.entry, spec.ready

    async def own(_: bool) -> Answer:
        assert ready is not None  # noqa: S101
        try:
            good = await asyncio.wait_for(ready(), _ASK_SECONDS)
        except Exception:  # whatever it raises, the program does not answer yet
            good = False
        return Answer("ready" if good else "refused")

    async def usual(health: bool) -> Answer:
        address = spec.address
        if address.unix_socket is None:
            host = dial(address.port, address.host)
            if host is None:
                return Answer("foreign")
            address = replace(address, host=host)
        if health and address.raw:
            return look(address)
        path = (entry.health_path if health else None) or entry.ready_path
        return await ask(address, path, _ASK_SECONDS)

    return usual if ready is None else own


def home(root: str | None) -> str:
    """Where programs start: the root of the file browser, else home, else the server's own folder."""
    for folder in (root, str(Path.home())):
        if folder and os.access(folder, os.X_OK):
            return folder
    return str(Path.cwd())
