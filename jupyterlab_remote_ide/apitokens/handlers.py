"""``apitokens``: list, make, change, revoke; and look at one that was made elsewhere."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_remote_ide.base import PREFIX, RemoteIDEHandler
from jupyterlab_remote_ide.feature import Route

from .manager import ApiTokenManager
from .pasted import Pasted


class _Handler(RemoteIDEHandler):
    def initialize(self, manager: ApiTokenManager) -> None:
        self.manager = manager

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        super().write_error(status_code, **kwargs)
        is_asked = self.get_status() == 403 and self.request.method != "GET"
        # Of an IDE token of our own the back end tells, wherever it is refused.
        if is_asked and self.refusal != "not-logged-in" and self.visitor.apitoken_id is None:
            self.manager.refused(self.visitor, self.refusal or "")


class ApiTokensHandler(_Handler):
    @web.authenticated
    @authorized
    async def get(self) -> None:
        self.reply(await self.manager.list(self.visitor))

    @web.authenticated
    @authorized
    async def post(self) -> None:
        wish = self.body(["recipe", "note"], ["access", "browser", "existing", "expires_in"])
        self.reply(await self.manager.create(self.visitor, wish), 201)


class ApiTokenHandler(_Handler):
    @web.authenticated
    @authorized
    async def patch(self, identifier: str) -> None:
        change = self.body([], ["note", "expires_in"])
        self.reply(await self.manager.change(self.visitor, identifier, change))

    @web.authenticated
    @authorized
    async def delete(self, identifier: str) -> None:
        await self.manager.revoke(self.visitor, identifier)
        self.reply_nothing()


class PastedHandler(RemoteIDEHandler):
    def initialize(self, pasted: Pasted) -> None:
        self.pasted = pasted

    @web.authenticated
    @authorized
    async def post(self) -> None:
        self.reply(await self.pasted.check(self.visitor, self.body(["secret"])["secret"]))


def routes(manager: ApiTokenManager, pasted: Pasted) -> list[Route]:
    settings = {"manager": manager}
    return [
        (rf"{PREFIX}/apitokens", ApiTokensHandler, settings),
        (rf"{PREFIX}/pasted-apitoken", PastedHandler, {"pasted": pasted}),
        (rf"{PREFIX}/apitokens/([^/]+)", ApiTokenHandler, settings),
    ]
