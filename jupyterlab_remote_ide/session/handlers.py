"""``status`` and ``session``."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_remote_ide.base import PREFIX, RemoteIDEHandler
from jupyterlab_remote_ide.feature import Route

from .manager import SessionManager


class _Handler(RemoteIDEHandler):
    def initialize(self, manager: SessionManager) -> None:
        self.manager = manager


class StatusHandler(_Handler):
    @web.authenticated
    @authorized
    async def get(self) -> None:
        self.reply(self.manager.status(self.visitor))


class SessionHandler(_Handler):
    @web.authenticated
    @authorized
    async def get(self) -> None:
        self.reply(self.manager.session())


def routes(manager: SessionManager) -> list[Route]:
    settings = {"manager": manager}
    return [
        (rf"{PREFIX}/status", StatusHandler, settings),
        (rf"{PREFIX}/session", SessionHandler, settings),
    ]
