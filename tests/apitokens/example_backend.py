"""API tokens that a site's own service makes: an example."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from jupyter_server.serverapp import ServerApp

from jupyterlab_remote_ide.apitokens.backend import ApiToken, Change, Minted, Seen, TokenBackend, Wish
from jupyterlab_remote_ide.errors import NotFound
from jupyterlab_remote_ide.reasons import Reason, StorageProblem
from jupyterlab_remote_ide.visitor import Visitor


class SiteTokens(TokenBackend):
    """Here a dictionary takes the part of the service."""

    mode = "embedded"  # for `status`: tokens are made here, by a press

    def __init__(self, serverapp: ServerApp) -> None:
        self._base_url = serverapp.base_url
        self._rows: dict[str, ApiToken] = {}

    def refusal(self, visitor: Visitor) -> Reason | None:
        """That the visitor is the owner, and no IDE, is looked at before."""
        return None

    def fixed(self, visitor: Visitor) -> Reason | None:
        """They can be renamed and extended. A service that cannot gives the reason, and needs no `change`."""
        return None

    def warnings(self) -> Sequence[StorageProblem]:
        return ()

    async def list(self, visitor: Visitor) -> Sequence[ApiToken]:
        return list(self._rows.values())

    async def create(self, visitor: Visitor, wish: Wish) -> Minted:
        now, secret = time.time(), secrets.token_urlsafe(32)
        row = ApiToken(
            id=secrets.token_hex(8),
            note=wish.note,
            recipe=wish.recipe,
            access=wish.access,
            created_at=now,
            expires_at=now + wish.expires_in,
            scopes=(f"server:{self._base_url}",),
            browser=wish.browser,
        )
        self._rows[row.id] = row
        return Minted(row, secret)

    async def change(self, visitor: Visitor, identifier: str, change: Change) -> ApiToken:
        row = self._rows.get(identifier)
        if row is None:
            msg = "There is no such API token."
            raise NotFound(msg, "no-such-apitoken")
        if change.note is not None:
            row = replace(row, note=change.note)
        if change.expires_in is not None:
            row = replace(row, expires_at=time.time() + change.expires_in)
        self._rows[identifier] = row
        return row

    async def revoke(self, visitor: Visitor, identifier: str) -> None:
        if self._rows.pop(identifier, None) is None:
            msg = "There is no such API token."
            raise NotFound(msg, "no-such-apitoken")

    def on_seen(self, heard: Callable[[Seen], None]) -> None:
        """A service that hears of requests calls `heard` for each."""

    async def close(self) -> None:
        """The server ends."""
