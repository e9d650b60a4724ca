"""Wiring of connect."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join
from tornado.ioloop import IOLoop

from jupyterlab_remote_ide.checks import Check, Subject
from jupyterlab_remote_ide.feature import Feature, Route, Services
from jupyterlab_remote_ide.host import hub
from jupyterlab_remote_ide.tasks import cancel
from jupyterlab_remote_ide.visitor import Capability, Visitor

from .check import Checker
from .config import Options
from .handlers import routes
from .kernels import Kernels
from .kernelspecs import KernelSpecs
from .manager import ConnectManager
from .outside import Outside
from .records import SIGN_SECONDS, folder


class Server:
    """Reads of one ``ServerApp``; the port is known once it listens."""

    def __init__(self, serverapp: ServerApp) -> None:
        self._app = serverapp

    @property
    def ip(self) -> str:
        return str(self._app.ip)

    @property
    def port(self) -> int:
        return int(self._app.port)

    @property
    def scheme(self) -> str:
        return "https" if self._app.certfile else "http"

    @property
    def is_on_socket(self) -> bool:
        return bool(self._app.sock)

    @property
    def base_url(self) -> str:
        return str(self._app.base_url)

    @property
    def first_page(self) -> str:
        base, page = self.base_url, str(self._app.default_url)
        # An application's own has the base URL before it, a configured one need not have it.
        return page if page.startswith(base) else str(url_path_join(base, page))


class Connect(Feature):
    name = "connect"

    def __init__(self, manager: ConnectManager, kernels: Kernels, checker: Checker, base_url: str) -> None:
        instance = secrets.token_hex(16)
        self.manager = manager
        self.routes: Sequence[Route] = routes(manager, kernels, checker, instance)
        self._outside = Outside(instance, base_url)
        self._telling: asyncio.Task[None] | None = None

    def capabilities(self, visitor: Visitor) -> Mapping[str, Capability]:
        return {"connect-tunnel": self.manager.capability(visitor)}

    async def checks(self, subject: Subject) -> Sequence[Check]:
        return await self._outside.look(subject.origin, subject.secret)

    def announce(self) -> None:
        self._telling = asyncio.ensure_future(self._tell())

    async def _tell(self) -> None:
        # Aside: a home that does not answer holds nothing up.
        await asyncio.to_thread(self.manager.announce)
        while self.manager.is_announced:
            await asyncio.sleep(SIGN_SECONDS)
            await asyncio.to_thread(self.manager.give_sign)

    async def stop(self) -> None:
        if self._telling is not None:
            await cancel(self._telling)
        await asyncio.to_thread(self.manager.stop)


def create(services: Services) -> Feature:
    serverapp, log = services.serverapp, services.log
    options = services.config.of(Options)
    manager = ConnectManager(Server(serverapp), options.connect_login_host, folder(), log)
    home = Path(os.environ.get("HOME") or "/")
    kernels = Kernels(KernelSpecs(serverapp, log), options.connect_packages_text, home)
    around = hub.find()
    checker = Checker(services.features, around.origins if around is not None else (), log)
    feature = Connect(manager, kernels, checker, serverapp.base_url)
    # When the loop runs the server has its port, and its own lines are in the log.
    IOLoop.current().add_callback(feature.announce)
    return feature
