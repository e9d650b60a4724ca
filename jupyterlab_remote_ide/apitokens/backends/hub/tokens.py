"""The API tokens of one user at the hub, made, listed and ended with somebody's authority over them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from jupyterlab_remote_ide.apitokens.backend import ApiToken, Minted, Wish
from jupyterlab_remote_ide.errors import Denied, NotFound, RemoteIDEError

from . import api, row
from .api import Answer

_MAXIMUM = re.compile(r"must not exceed (\d+)")


class HubTokens:
    """For ``server``, ``<user>/<server name>``. Each call carries ``secret``, the token that may do it.

    Errors: ``Unavailable`` where the hub does not answer, ``Denied`` where it refuses.
    """

    def __init__(self, login: Any, user: str, server_name: str) -> None:
        self._login = login
        self._server = f"{user}/{server_name}"
        # As JupyterHub writes names in its own addresses.
        self._path = f"users/{quote(user, safe='@~')}/tokens"

    async def list(self, secret: str) -> list[ApiToken]:
        """Ours for this server; never a login's, nor the server's own."""
        answer = await self._ask("GET", self._path, secret)
        models = answer.data.get("api_tokens")
        if not isinstance(models, list):
            raise api.odd()
        rows = (self._row(model) for model in models)
        return [found for found in rows if found is not None]

    async def create(self, secret: str, wish: Wish) -> Minted:
        """With scopes for this server alone, and an end."""
        seconds, access = max(1, int(wish.expires_in)), wish.access
        clamped = False
        while True:
            scopes = row.scopes_for(access, self._server)
            body = {"note": row.note_of(wish), "expires_in": seconds, "scopes": scopes}
            answer = await self._ask("POST", self._path, secret, body, bad=True)
            if answer.status != 400:
                break
            longest = _MAXIMUM.search(answer.message)
            if longest is not None and int(longest[1]) < seconds and not clamped:
                seconds, clamped = max(1, int(longest[1])), True
            elif access != "connect":
                access = "connect"  # a hub that looks at what the maker itself may do
            else:
                msg = "The hub makes no such token."
                raise Denied(msg, "hub-refused")
        made, token = self._row(answer.data), answer.data.get("token")
        if made is None or not isinstance(token, str):
            raise api.odd()
        return Minted(made, token, clamped)

    async def revoke(self, secret: str, identifier: str) -> None:
        """Raises ``NotFound``, also for what is not ours: a login's end would end others of that login."""
        path = f"{self._path}/{quote(identifier, safe='')}"
        answer = await self._ask("GET", path, secret, missing=True)
        if answer.status == 404 or self._row(answer.data) is None:
            raise _gone()
        answer = await self._ask("DELETE", path, secret, missing=True)
        if answer.status == 404:
            raise _gone()

    async def _ask(
        self,
        method: str,
        path: str,
        secret: str,
        body: Mapping[str, object] | None = None,
        bad: bool = False,
        missing: bool = False,
    ) -> Answer:
        """``bad`` and ``missing``: 400 and 404 are answers."""
        answer = await api.ask(self._login, method, path, secret, body)
        is_told = answer.status < 300 or (answer.status == 400 and bad) or (answer.status == 404 and missing)
        if not is_told:
            raise await self._refused(answer, secret)
        return answer

    async def _refused(self, answer: Answer, secret: str) -> RemoteIDEError:
        if answer.status not in {401, 403, 404}:
            return api.odd()
        await api.require_known(self._login, secret)
        msg = "The hub lets this server make no tokens any more."
        return Denied(msg, "hub-refused")

    def _row(self, model: object) -> ApiToken | None:
        if not isinstance(model, Mapping):
            raise api.odd()
        try:
            return row.read(model, self._server)
        except (KeyError, ValueError):
            raise api.odd() from None


def _gone() -> NotFound:
    msg = "There is no such API token."
    return NotFound(msg, "no-such-apitoken")
