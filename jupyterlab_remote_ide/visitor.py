"""Who asks. Pure data, so that managers can decide without tornado."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .reasons import Reason

# On a request that came with an API token made for an IDE: the token's id (no secret).
APITOKEN_ATTRIBUTE = "_remote_ide_apitoken"
# Below the base URL: who asks there learns whether a token opens this server, which is no use of it.
HELLO = "remote-ide/v1/connect/hello"


@dataclass(frozen=True)
class HubToken:
    """The token of a hub that a request came with, as the hub described it at most five minutes ago.

    ``is_browser``: it stands for a login, and was not made for a program. ``secret`` reads it from the
    request each time: nothing of ours keeps it.
    """

    id: str
    is_browser: bool
    scopes: frozenset[str]
    secret: Callable[[], str | None] = field(repr=False, compare=False)

    @staticmethod
    def of(handler: Any, login: Any) -> HubToken | None:
        """That of an authenticated request; ``login`` is the ``HubOAuth`` it was let in by. ``None`` where
        jupyterhub-singleuser runs in its older way, which keeps nothing of it."""
        model = getattr(getattr(handler, "_jupyter_current_user", None), "hub_user", None)
        if login is None or not isinstance(model, Mapping) or not isinstance(model.get("token_id"), str):
            return None
        return HubToken(
            id=model["token_id"],
            is_browser=bool(model.get("session_id")),
            scopes=frozenset(model.get("scopes") or ()),
            secret=lambda: _secret(handler, login),
        )


def _secret(handler: Any, login: Any) -> str | None:
    """The one that let the request in: a cookie may have done so beside a header whose token has ended."""
    if handler.token_authenticated:
        return login.get_token(handler, in_cookie=False) or None
    cookie = handler.get_secure_cookie(login.cookie_name)
    return cookie.decode("ascii") if cookie else None


@dataclass(frozen=True)
class Visitor:
    """One authenticated request's author.

    ``username`` is the identity provider's name. ``owner`` says whether the server is theirs: under a hub the
    name is that of the user it was started for; elsewhere the server's Authorizer lets them write.
    ``apitoken_id`` is the id of the API token of ours that the request came with, else ``None``;
    ``hub_token`` is ``None`` where no hub told anything of one.
    """

    username: str
    owner: bool
    apitoken_id: str | None = None
    hub_token: HubToken | None = None

    @property
    def is_program(self) -> bool:
        """Whether the request came with a token that was made for a program: an IDE, a script, a notebook."""
        by_hub = self.hub_token is not None and not self.hub_token.is_browser
        return by_hub or self.apitoken_id is not None


@dataclass(frozen=True)
class Capability:
    """Whether something can be done here; a refusal carries its machine-readable reason."""

    allowed: bool
    reason: Reason | None = None

    def to_json(self) -> dict[str, object]:
        return {"allowed": self.allowed, "reason": self.reason}


YES = Capability(True)


def no(reason: Reason) -> Capability:
    """A refusal; ``reason`` is the same word the 403 of the call carries."""
    return Capability(False, reason)
