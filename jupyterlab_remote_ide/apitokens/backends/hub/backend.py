"""API tokens of a hub, made from inside the server: by who is logged in, or by the server itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from tornado.ioloop import IOLoop

from jupyterlab_remote_ide.apitokens.backend import ApiToken, Change, Minted, Seen, TokenBackend, Wish
from jupyterlab_remote_ide.errors import Denied, RemoteIDEError
from jupyterlab_remote_ide.host.hub import Hub
from jupyterlab_remote_ide.reasons import Reason, ServerWarning
from jupyterlab_remote_ide.visitor import Visitor

from . import api
from .sight import Sight
from .tokens import HubTokens


class HubOAuth(TokenBackend):
    """With the visitor's own login, where the hub gave that the right (docs/operators/hub.md)."""

    mode = "hub-oauth"

    def __init__(self, around: Hub, login: Any, sight: Sight) -> None:
        self._right = f"tokens!user={around.user}"
        self._tokens = HubTokens(login, around.user or "", around.server_name)
        self._sight = sight
        self._rows: Sequence[ApiToken] = ()
        self._trouble: RemoteIDEError | None = None
        # Else a list that the hub made before, and that comes after, undoes here what was done there.
        self._one = asyncio.Lock()

    def refusal(self, visitor: Visitor) -> Reason | None:
        token = visitor.hub_token
        return None if token is not None and self._may(token.scopes) else "hub-manual"

    def fixed(self, visitor: Visitor) -> Reason | None:
        return "hub-fixed"  # no call of a hub changes a token

    def warnings(self) -> Sequence[ServerWarning]:
        return ()

    async def list(self, visitor: Visitor) -> Sequence[ApiToken]:
        async with self._one:
            try:
                self._rows = await self._tokens.list(self._secret(visitor))
            except RemoteIDEError as error:
                self._trouble = error
                raise
            self._trouble = None
            self._sight.learn(self._rows)
        return await self.glance(visitor)

    async def glance(self, _: Visitor) -> Sequence[ApiToken]:
        """A panel that stands open must not cost the hub anything."""
        if self._trouble is not None:
            raise self._trouble
        return [self._with_use(row) for row in self._rows]

    async def create(self, visitor: Visitor, wish: Wish) -> Minted:
        async with self._one:
            minted = await self._tokens.create(self._secret(visitor), wish)
            self._sight.add(minted.apitoken)
            self._rows = [*self._rows, minted.apitoken]
        return minted

    async def change(self, visitor: Visitor, identifier: str, change: Change) -> ApiToken:
        msg = "A hub's tokens can be neither renamed nor extended."
        raise Denied(msg, "hub-fixed")

    async def revoke(self, visitor: Visitor, identifier: str) -> None:
        async with self._one:
            await self._tokens.revoke(self._secret(visitor), identifier)
            self._sight.end(identifier)
            self._rows = [row for row in self._rows if row.id != identifier]

    def on_seen(self, heard: Callable[[Seen], None]) -> None:
        self._sight.heard = heard

    async def close(self) -> None:
        self._sight.stop()

    def _may(self, scopes: frozenset[str]) -> bool:
        return self._right in scopes

    def _secret(self, visitor: Visitor) -> str:
        token = visitor.hub_token
        secret = token.secret() if token is not None else None
        if secret is None or visitor.is_program or not visitor.owner:
            msg = "Only the owner of this server, logged in, has tokens made."
            raise Denied(msg, "not-owner")
        return secret

    def _with_use(self, row: ApiToken) -> ApiToken:
        """The hub hears of a token every five minutes at most, and of no client."""
        at, client = self._sight.used.get(row.id, (None, None))
        if at is None:
            return row
        return replace(row, last_activity=max(at, row.last_activity or 0.0), seen_client=client)


class ServerToken(HubOAuth):
    """With the server's own token, where an administrator wants that and the hub gave it the right.

    Everybody who gets at a terminal of the server has that token, too.
    """

    mode = "hub-server-token"

    def __init__(self, around: Hub, login: Any, sight: Sight) -> None:
        super().__init__(around, login, sight)
        self._login = login
        self._has_right = False
        IOLoop.current().add_callback(self._look)

    def refusal(self, visitor: Visitor) -> Reason | None:
        return None if self._has_right and visitor.hub_token is not None else "hub-manual"

    def warnings(self) -> Sequence[ServerWarning]:
        return ("hub-server-token",) if self._has_right else ()

    async def _look(self) -> None:
        """What the hub gave this server does not change while it runs."""
        try:
            answer = await api.ask(self._login, "GET", "user", self._login.api_token)
        except RemoteIDEError:
            return
        scopes = answer.data.get("scopes") if answer.status < 300 else None
        self._has_right = isinstance(scopes, list) and self._may(frozenset(map(str, scopes)))

    def _secret(self, visitor: Visitor) -> str:
        super()._secret(visitor)  # the same person, all the same
        return str(self._login.api_token)
