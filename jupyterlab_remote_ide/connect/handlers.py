"""``connect/``: the tunnel, kernels, the check of a connection, and what that asks from outside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast

from jupyter_server.auth.decorator import authorized, ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado import web
from tornado.websocket import WebSocketHandler

from jupyterlab_remote_ide.base import AUTH_RESOURCE, PREFIX, RemoteIDEHandler, is_authorized
from jupyterlab_remote_ide.feature import Route
from jupyterlab_remote_ide.visitor import HELLO

from .check import Checker
from .kernels import Kernels
from .manager import ConnectManager

Verb = TypeVar("Verb", bound=Callable[..., Awaitable[None]])


def _may_execute(verb: Verb) -> Verb:
    """What is added is run (the decorator carries no types)."""
    return cast("Verb", authorized(action="execute", resource=AUTH_RESOURCE)(verb))


class TunnelHandler(RemoteIDEHandler):
    def initialize(self, manager: ConnectManager) -> None:
        self.manager = manager

    @web.authenticated
    @authorized
    async def get(self) -> None:
        self.reply(self.manager.tunnel(self.visitor))


class KernelsHandler(RemoteIDEHandler):
    def initialize(self, kernels: Kernels) -> None:
        self.kernels = kernels

    @web.authenticated
    @authorized
    async def get(self) -> None:
        self.reply(await self.kernels.list(self.visitor))

    @web.authenticated
    @_may_execute
    async def post(self) -> None:
        self.reply(await self.kernels.make(self.visitor, self.body({"path"})["path"]))


class CheckHandler(RemoteIDEHandler):
    def initialize(self, checker: Checker) -> None:
        self.checker = checker

    @web.authenticated
    @authorized
    async def post(self) -> None:
        wish = self.body(["origin"], ["secret"])
        # TLS may end before this server, which then does not know of it.
        own = {f"{scheme}://{self.request.host}" for scheme in ("http", "https")}
        self.reply(await self.checker.check(self.visitor, wish["origin"], wish.get("secret"), own))


class HelloHandler(RemoteIDEHandler):
    """Whoever is let in by a token learns which server this is."""

    opens_to_ides = True

    def initialize(self, instance: str) -> None:
        self.instance = instance

    @web.authenticated
    @authorized
    async def get(self) -> None:
        self.reply({"instance": self.instance})


class HelloSocket(JupyterHandler, WebSocketHandler):
    """The same as a WebSocket, which ends at once. ``JupyterHandler`` first: see ``WatchHandler``."""

    auth_resource = AUTH_RESOURCE

    def initialize(self, instance: str) -> None:
        self.instance = instance

    async def prepare(self) -> None:  # type: ignore[override]
        await super().prepare(_redirect_to_login=False)

    @ws_authenticated
    async def get(self, *args: Any, **kwargs: Any) -> None:
        if not await is_authorized(self, "read"):
            raise web.HTTPError(403)
        await super().get(*args, **kwargs)

    def open(self, *args: str, **kwargs: str) -> None:
        self.write_message(self.instance)
        self.close()


def routes(manager: ConnectManager, kernels: Kernels, checker: Checker, instance: str) -> list[Route]:
    return [
        (rf"{PREFIX}/connect/tunnel", TunnelHandler, {"manager": manager}),
        (rf"{PREFIX}/connect/kernels", KernelsHandler, {"kernels": kernels}),
        (rf"{PREFIX}/connect/check", CheckHandler, {"checker": checker}),
        (HELLO, HelloHandler, {"instance": instance}),
        (f"{HELLO}/socket", HelloSocket, {"instance": instance}),
    ]
