"""What a way to make API tokens offers: one for each kind of server, behind one protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from jupyterlab_remote_ide.errors import Unavailable
from jupyterlab_remote_ide.reasons import Reason, StorageProblem, TokenReason
from jupyterlab_remote_ide.visitor import Visitor

# What an API token made for an IDE may do, from the least.
ACCESS = ("connect", "list", "start")


class NotRemoved(Unavailable):
    """A token is refused from here on, but where it is kept nothing could be changed."""


@dataclass(frozen=True)
class Wish:
    """What is asked for, checked. ``expires_in`` is in seconds, within the site's maximum."""

    recipe: str
    note: str
    access: str
    expires_in: float


@dataclass(frozen=True)
class ApiToken:
    """One row. Times are epoch seconds. ``reason`` says why it opens nothing although it is there, ``detail``
    has facts for that sentence; such a row may have nothing but its id and can only be revoked."""

    id: str
    note: str
    recipe: str
    access: str
    created_at: float
    expires_at: float | None
    last_activity: float | None = None
    seen_client: str | None = None
    scopes: tuple[str, ...] = ()
    reason: TokenReason | None = None
    detail: Mapping[str, str] | None = None

    def to_json(self) -> dict[str, object]:
        """``ApiToken`` of the contract."""
        return {
            "id": self.id,
            "note": self.note,
            "recipe": self.recipe,
            "access": self.access,
            "created_at": self.created_at,
            "last_activity": self.last_activity,
            "expires_at": self.expires_at,
            "scopes": list(self.scopes),
            "seen_client": self.seen_client,
            "reason": self.reason,
            "detail": None if self.detail is None else dict(self.detail),
        }


@dataclass(frozen=True)
class Minted:
    """A new token. ``secret`` exists nowhere else."""

    apitoken: ApiToken
    secret: str


@dataclass(frozen=True)
class Seen:
    """A request came with a token. ``refusal``: why it opened nothing, ``None`` where it did."""

    identifier: str
    client: str | None
    refusal: str | None = None


class TokenBackend(Protocol):
    """One way to make, list and end the API tokens of this server's owner.

    Who may ask is decided before (``manager.py``). Errors are ``RemoteIDEError``; every outside thing has a
    time-out. ``mode`` is what ``status`` tells: ``embedded``, ``hub-manual``, ….
    """

    mode: str

    def refusal(self, visitor: Visitor) -> Reason | None:
        """Why this visitor cannot have tokens this way; ``None`` where she can. No I/O."""

    def warnings(self) -> Sequence[StorageProblem]:
        """What is wrong with it. No I/O."""

    async def list(self, visitor: Visitor) -> Sequence[ApiToken]:
        """All that the visitor has for this server, in any order."""

    async def create(self, visitor: Visitor, wish: Wish) -> Minted:
        """Make one."""

    async def revoke(self, visitor: Visitor, identifier: str) -> None:
        """End one: its next request is refused, what it holds open is closed.

        Raises ``NotFound`` and ``NotRemoved``.
        """

    def on_seen(self, heard: Callable[[Seen], None]) -> None:
        """Call ``heard`` from now on, on the event loop, for each request that came with a token."""

    async def close(self) -> None:
        """The server ends."""
