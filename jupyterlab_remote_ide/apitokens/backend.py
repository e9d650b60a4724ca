"""What a way to make API tokens offers: one for each kind of server, behind one protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from jupyterlab_remote_ide.errors import Unavailable
from jupyterlab_remote_ide.reasons import Reason, ServerWarning, TokenReason
from jupyterlab_remote_ide.visitor import Visitor

# What an API token made for an IDE may do, from the least.
ACCESS = ("connect", "list", "start")


class NotRemoved(Unavailable):
    """A token is refused from here on, but where it is kept nothing could be changed."""


@dataclass(frozen=True)
class Wish:
    """What is asked for, checked. ``expires_in`` is in seconds, within the site's maximum; ``browser`` is a
    slug that the browser it is made in goes by, ``None`` where it has none."""

    recipe: str
    note: str
    access: str
    expires_in: float
    browser: str | None = None


@dataclass(frozen=True)
class Change:
    """What is to become of a token, checked; ``None`` where that stays. ``expires_in`` is in seconds from now
    on, within the site's maximum: it may be longer or shorter than what the token has left."""

    note: str | None = None
    expires_in: float | None = None


@dataclass(frozen=True)
class ApiToken:
    """One row. Times are epoch seconds; ``last_activity`` is ``None`` where it was never used, as far as the
    back end can know. ``browser`` is that of the wish, ``None`` where a back end does not keep it.

    ``reason`` says why it opens nothing although it is there, ``detail`` has facts for that sentence; such a
    row may have nothing but its id and can only be revoked.
    """

    id: str
    note: str
    recipe: str
    access: str
    created_at: float
    expires_at: float | None
    last_activity: float | None = None
    seen_client: str | None = None
    scopes: tuple[str, ...] = ()
    browser: str | None = None
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
            "browser": self.browser,
            "reason": self.reason,
            "detail": None if self.detail is None else dict(self.detail),
        }


@dataclass(frozen=True)
class Minted:
    """A new token. ``secret`` exists nowhere else. ``clamped``: a site's own service, or its hub, gave less
    time than was wished for."""

    apitoken: ApiToken
    secret: str
    clamped: bool = False


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

    def fixed(self, visitor: Visitor) -> Reason | None:
        """Why its tokens can be neither renamed nor extended; ``None`` where they can. No I/O."""

    def warnings(self) -> Sequence[ServerWarning]:
        """What is wrong with it. No I/O."""

    async def list(self, visitor: Visitor) -> Sequence[ApiToken]:
        """All that the visitor has for this server, in any order."""

    async def glance(self, visitor: Visitor) -> Sequence[ApiToken]:
        """The same, every few seconds while somebody watches: what asks another machine for its list says
        here what it knows of it already."""
        return await self.list(visitor)

    async def create(self, visitor: Visitor, wish: Wish) -> Minted:
        """Make one."""

    async def change(self, visitor: Visitor, identifier: str, change: Change) -> ApiToken:
        """Rename or extend one, with the same secret. A failure leaves it as it was.

        Raises ``NotFound``, also of one that has ended: it stays so.
        """

    async def revoke(self, visitor: Visitor, identifier: str) -> None:
        """End one: its next request is refused, what it holds open is closed.

        Raises ``NotFound`` and ``NotRemoved``.
        """

    def on_seen(self, heard: Callable[[Seen], None]) -> None:
        """Call ``heard`` from now on, on the event loop, for each request that came with a token."""

    async def close(self) -> None:
        """The server ends."""
