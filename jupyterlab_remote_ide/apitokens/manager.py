"""Who may have which API token for how long."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from jupyterlab_remote_ide.errors import BadRequest, Denied, RemoteIDEError, Unavailable
from jupyterlab_remote_ide.redact import is_one_line
from jupyterlab_remote_ide.visitor import YES, Capability, Visitor, no

from .record import Record

ACCESS = ("connect", "list", "start")
NOTE_LENGTH = 200
# A request is noted in memory; the file hears of it this often at most, whatever the disk answers.
FLUSH_SECONDS = 60.0

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SLUG_LENGTH = 40


class Tokens(Protocol):
    """Where tokens are kept (``store.Store``)."""

    trouble: RemoteIDEError | None

    def records(self) -> list[Record]: ...
    def create(self, recipe: str, note: str, access: str, expires_in: float) -> tuple[Record, str]: ...
    def refuse(self, identifier: str) -> None: ...
    def touch(self, identifier: str, client: str | None) -> bool: ...
    def flush(self) -> None: ...


class Connections(Protocol):
    """What a token holds open (``sockets.Sockets``)."""

    def close(self, identifier: str) -> None: ...


@dataclass(frozen=True)
class Lifetimes:
    """Seconds."""

    default: int
    longest: int

    @property
    def usual(self) -> int:
        """Of a token for which no other lifetime is asked."""
        return min(self.default, self.longest)


class ApiTokenManager:
    """``refusal`` is the reason why nobody can have tokens here; ``None`` where the owner can."""

    def __init__(
        self, tokens: Tokens, connections: Connections, lifetimes: Lifetimes, refusal: str | None
    ) -> None:
        self._tokens = tokens
        self._connections = connections
        self._lifetimes = lifetimes
        self._refusal = refusal
        self._flushing: asyncio.Task[None] | None = None
        self._next_flush = 0.0

    def capability(self, visitor: Visitor) -> Capability:
        if self._refusal is not None:
            return no(self._refusal)
        if visitor.apitoken_id is not None:
            return no("ide-token")
        return YES if visitor.owner else no("not-owner")

    def warnings(self) -> list[str]:
        return [self._tokens.trouble.reason] if self._tokens.trouble is not None else []

    def list(self, visitor: Visitor) -> dict[str, object]:
        """``{now, apitokens, lifetimes}``, newest first. Raises ``Denied`` and ``Unavailable``."""
        self._require(visitor)
        return {
            "now": time.time(),
            "apitokens": [record.to_json() for record in self._tokens.records()],
            "lifetimes": {"default": self._lifetimes.usual, "max": self._lifetimes.longest},
        }

    async def create(self, visitor: Visitor, wish: Mapping[str, object]) -> dict[str, object]:
        """``{apitoken, secret, expires_at, clamped}``; raises ``Denied``, ``BadRequest``, ``Unavailable``."""
        self._require(visitor)
        recipe, note = _recipe(wish["recipe"]), _note(wish["note"])
        access = _access(wish.get("access", "connect"))
        expires_in = _expires_in(wish["expires_in"]) if "expires_in" in wish else self._lifetimes.usual
        lifetime = min(expires_in, self._lifetimes.longest)
        record, secret = await asyncio.to_thread(self._tokens.create, recipe, note, access, lifetime)
        return {
            "apitoken": record.to_json(),
            "secret": secret,
            "expires_at": record.expires_at,
            "clamped": lifetime < expires_in,
        }

    async def revoke(self, visitor: Visitor, identifier: str) -> None:
        """Refused and cut off at once, also where the disk does not take it: that is then ``Unavailable``."""
        self._require(visitor)
        self._tokens.refuse(identifier)
        self._connections.close(identifier)
        try:
            await asyncio.to_thread(self._tokens.flush)
        except Unavailable as error:
            msg = f"{error.message} This server refuses the API token until it ends; revoke it again later."
            raise Unavailable(msg, error.reason) from None

    def seen(self, identifier: str, client: str | None) -> None:
        """A request came with this token. On the event loop, for every such request."""
        if self._tokens.touch(identifier, client) and time.monotonic() >= self._next_flush:
            self._next_flush = time.monotonic() + FLUSH_SECONDS
            self._flushing = asyncio.get_running_loop().create_task(self._flush())

    async def stop(self) -> None:
        if self._flushing is not None:
            await self._flushing
        await self._flush()

    async def _flush(self) -> None:
        # When a token was used last is worth no error: it is written the next time.
        with contextlib.suppress(RemoteIDEError):
            await asyncio.to_thread(self._tokens.flush)

    def _require(self, visitor: Visitor) -> None:
        capability = self.capability(visitor)
        if not capability.allowed:
            msg = "API tokens cannot be managed here, or not by you."
            raise Denied(msg, capability.reason)


def _recipe(value: object) -> str:
    if not isinstance(value, str) or len(value) > _SLUG_LENGTH or not _SLUG.fullmatch(value):
        msg = f"'recipe' is a slug of at most {_SLUG_LENGTH} characters, such as 'vscode'."
        raise BadRequest(msg, "bad-recipe")
    return value


def _note(value: object) -> str:
    note = value.strip() if isinstance(value, str) else ""
    if not note or len(note) > NOTE_LENGTH or not is_one_line(note):
        msg = f"'note' is 1 to {NOTE_LENGTH} characters of text on one line."
        raise BadRequest(msg, "bad-note")
    return note


def _access(value: object) -> str:
    if not isinstance(value, str) or value not in ACCESS:
        msg = f"'access' is one of {', '.join(ACCESS)}."
        raise BadRequest(msg, "bad-access")
    return value


def _expires_in(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        msg = "'expires_in' is a whole number of seconds, at least 1."
        raise BadRequest(msg, "bad-expires-in")
    return value
