"""``apitokens``: list, make, revoke."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_remote_ide.base import PREFIX, RemoteIDEHandler
from jupyterlab_remote_ide.feature import Route

from .manager import ApiTokenManager


class _Handler(RemoteIDEHandler):
    def initialize(self, manager: ApiTokenManager) -> None:
        self.manager = manager

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        super().write_error(status_code, **kwargs)
        # Of an IDE token the back end tells, wherever it is refused.
        is_news = self.refusal not in {"not-logged-in", "ide-token"}
        if self.get_status() == 403 and self.request.method != "GET" and is_news:
            self.manager.refused(self.visitor, self.refusal or "")


class ApiTokensHandler(_Handler):
    @web.authenticated
    @authorized
    async def get(self) -> None:
        self.reply(await self.manager.list(self.visitor))

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
