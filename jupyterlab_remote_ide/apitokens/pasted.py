"""A token that was made on the hub's own page: whether it opens this server, before an IDE is given it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from jupyterlab_remote_ide.checks import Check
from jupyterlab_remote_ide.errors import BadRequest, Denied, RemoteIDEError
from jupyterlab_remote_ide.reasons import CheckReason
from jupyterlab_remote_ide.visitor import Visitor

from .backends.hub import api

_CHECKED: Mapping[str, CheckReason] = {
    "hub-login-again": "hub-login-again",
    "pasted-no-access": "token-no-access",
    "pasted-other-user": "token-other-user",
    "pasted-unknown": "token-refused",
}
_WORD = re.compile(r"[!-~]{1,200}")


class Pasted:
    """``login`` finds the ``HubOAuth`` by which this server lets anybody in: what it says of a token now, it
    says of an IDE's request with that token. The token is kept nowhere."""

    def __init__(self, login: Callable[[], Any]) -> None:
        self._login = login

    async def check(self, visitor: Visitor, secret: object) -> dict[str, object]:
        """``{is_broad}``: whether its holder may make tokens for all that the user may. Not when it ends: the
        hub tells that only to a token that may read the list of the user's tokens.

        Raises ``Denied``, ``BadRequest`` and ``Unavailable``.
        """
        login = self._login()
        if login is None:
            msg = "No hub started this server."
            raise Denied(msg, "no-hub")
        if not visitor.owner:
            # The page and the server are somebody else's: no place for a token of one's own.
            msg = "Only the owner of this server may have a token looked at here."
            raise Denied(msg, "not-owner")
        user = await self._user(login, visitor, secret)
        if user is None:
            msg = "The hub knows no such token."
            raise BadRequest(msg, "pasted-unknown")
        if (user.get("kind"), user.get("name")) != ("user", visitor.username):
            msg = "The token is of another user."
            raise BadRequest(msg, "pasted-other-user")
        if not login.check_scopes(login.access_scopes, user):
            msg = "The token does not open this server."
            raise BadRequest(msg, "pasted-no-access")
        return {"is_broad": any(scope.split("!")[0] == "tokens" for scope in user.get("scopes") or ())}

    async def checks(self, visitor: Visitor, secret: str) -> list[Check]:
        """What the hub says of it; nothing where there is no hub, and the server's own answer is all."""
        if self._login() is None:
            return []
        try:
            await self.check(visitor, secret)
        except RemoteIDEError as error:
            reason = _CHECKED.get(error.reason)
            return [Check("token", None if reason is None else False, reason or "hub-unknown", error.message)]
        return [Check("token")]

    async def _user(self, login: Any, visitor: Visitor, secret: object) -> dict[str, Any] | None:
        """Whose token it is, asked anew: a revoked one may be known here for minutes."""
        if not isinstance(secret, str) or not _WORD.fullmatch(secret):
            return None
        answer = await api.ask(login, "GET", "user", secret)
        if answer.status < 300:
            return dict(answer.data)
        if answer.status not in {401, 403}:
            raise api.odd()
        # Hub 5 refuses even a good token of somebody whose own login it does not take any more.
        own = visitor.hub_token.secret() if visitor.hub_token is not None else None
        if own is not None:
            await api.require_known(login, own)
        return None
