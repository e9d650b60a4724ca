"""``apitokens``: list, make, revoke."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_remote_ide.base import PREFIX, RemoteIDEHandler
from jupyterlab_remote_ide.feature import Route

from .manager import ApiTokenManager


class _Handler(RemoteIDEHandler):
    def initialize(self, manager: ApiTokenManager) -> None:
        self.manager = manager


class ApiTokensHandler(_Handler):
    @web.authenticated
    @authorized
    async def get(self) -> None:
        self.reply(self.manager.list(self.visitor))

    @web.authenticated
    @authorized
    async def post(self) -> None:
        wish = self.body(["recipe", "note"], ["access", "expires_in"])
        self.reply(await self.manager.create(self.visitor, wish), 201)


class ApiTokenHandler(_Handler):
    @web.authenticated
    @authorized
    async def delete(self, identifier: str) -> None:
        await self.manager.revoke(self.visitor, identifier)
        self.reply_nothing()


def routes(manager: ApiTokenManager) -> list[Route]:
    settings = {"manager": manager}
    return [
        (rf"{PREFIX}/apitokens", ApiTokensHandler, settings),
        (rf"{PREFIX}/apitokens/([^/]+)", ApiTokenHandler, settings),
    ]
