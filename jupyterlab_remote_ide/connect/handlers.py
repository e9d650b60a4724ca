"""``connect/tunnel``."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_remote_ide.base import PREFIX, RemoteIDEHandler
from jupyterlab_remote_ide.feature import Route

from .manager import ConnectManager


class TunnelHandler(RemoteIDEHandler):
    def initialize(self, manager: ConnectManager) -> None:
        self.manager = manager

    @web.authenticated
    @authorized
    async def get(self) -> None:
        self.reply(self.manager.tunnel(self.visitor))


def routes(manager: ConnectManager) -> list[Route]:
    return [(rf"{PREFIX}/connect/tunnel", TunnelHandler, {"manager": manager})]
