"""Who may have which API token for how long."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jupyterlab_remote_ide.errors import BadRequest, Denied, RemoteIDEError
from jupyterlab_remote_ide.reasons import Reason, ServerWarning
from jupyterlab_remote_ide.redact import is_one_line
from jupyterlab_remote_ide.tasks import cancel
from jupyterlab_remote_ide.topic import Level, Topic
from jupyterlab_remote_ide.visitor import YES, Capability, Visitor, no

from .audit import Audit
from .backend import ACCESS, ApiToken, NotRemoved, Seen, TokenBackend, Wish

NOTE_LENGTH = 200
# How often a list that somebody watches is read: another server of the same user may have changed it.
WATCH_SECONDS: Mapping[Level, float] = {"visible": 2.0, "background": 30.0}

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SLUG_LENGTH = 40


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
    """Of several back ends the first that the visitor can use; else the last says why not.

    ``topic`` holds the rows for who may have them: the owner's browser alone.
    """

    def __init__(self, backends: Sequence[TokenBackend], lifetimes: Lifetimes, audit: Audit) -> None:
        self._backends = backends
        self._lifetimes = lifetimes
        self._audit = audit
        self._following: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._watcher: Visitor | None = None
        self._used: set[str] = set()
        self.topic = Topic("apitokens", self._may_not_watch, awaited=True)
        self.topic.on_demand = self._on_demand
        for backend in backends:
            backend.on_seen(self._on_seen)

    def mode(self, visitor: Visitor) -> str:
        return self._backend(visitor).mode

    def capability(self, visitor: Visitor) -> Capability:
        reason = self._backend(visitor).refusal(visitor)
        if reason is not None:
            return no(reason)
        if visitor.apitoken_id is not None:
            return no("ide-token")
        return YES if visitor.owner else no("not-owner")

    def warnings(self) -> Sequence[ServerWarning]:
        return [word for backend in self._backends for word in backend.warnings()]

    async def list(self, visitor: Visitor) -> dict[str, object]:
        """``{now, seq, apitokens, lifetimes}``, newest first. Raises ``Denied`` and ``Unavailable``."""
        self._require(visitor)
        rows = await self._publish(visitor)
        return {
            "now": time.time(),
            "seq": self.topic.seq,
            "apitokens": [row.to_json() for row in rows],
            "lifetimes": {"default": self._lifetimes.usual, "max": self._lifetimes.longest},
        }

    async def create(self, visitor: Visitor, body: Mapping[str, object]) -> dict[str, object]:
        """``{apitoken, secret, expires_at, clamped, seq}``; ``Denied``, ``BadRequest``, ``Unavailable``."""
        self._require(visitor)
        asked = _expires_in(body["expires_in"]) if "expires_in" in body else self._lifetimes.usual
        lifetime = min(asked, self._lifetimes.longest)
        recipe, note = _recipe(body["recipe"]), _note(body["note"])
        wish = Wish(recipe, note, _access(body.get("access", "connect")), lifetime)
        minted = await self._backend(visitor).create(visitor, wish)
        self._audit.tell("created", visitor.username, minted.apitoken)
        row = minted.apitoken.to_json()
        if self.topic.is_current:  # then this is all that is new
            self.topic.publish({str(row["id"]): row} | {str(old["id"]): old for old in self.topic.rows()})
        else:
            self._news.set()
        return {
            "apitoken": row,
            "secret": minted.secret,
            "expires_at": minted.apitoken.expires_at,
            "clamped": lifetime < asked,
            "seq": self.topic.seq,
        }

    async def revoke(self, visitor: Visitor, identifier: str) -> None:
        """Its next request is refused, what it holds open is closed. ``Denied``, ``NotFound``,
        ``Unavailable``."""
        self._require(visitor)
        try:
            await self._backend(visitor).revoke(visitor, identifier)
        except NotRemoved:
            self._audit.tell("revoked", visitor.username, identifier)
            raise
        else:
            self._audit.tell("revoked", visitor.username, identifier)
        finally:
            with contextlib.suppress(RemoteIDEError):
                await self._publish(visitor)

    def refused(self, visitor: Visitor, reason: str) -> None:
        """Somebody logged in asked to make or revoke one, and may not."""
        self._audit.refused(visitor.username, visitor.apitoken_id, reason)

    async def stop(self) -> None:
        if self._following is not None:
            await cancel(self._following)
        for backend in self._backends:
            await backend.close()

    def _backend(self, visitor: Visitor) -> TokenBackend:
        usable = (backend for backend in self._backends if backend.refusal(visitor) is None)
        return next(usable, self._backends[-1])

    async def _publish(self, visitor: Visitor) -> Sequence[ApiToken]:
        """Tell those who watch how it is now; newest first. Raises what the back end does, and tells it."""
        try:
            found = await self._backend(visitor).list(visitor)
        except RemoteIDEError as error:
            self.topic.fail(error.reason, error.detail)
            raise
        rows = sorted(found, key=lambda row: (row.created_at, row.id), reverse=True)
        self.topic.publish({row.id: row.to_json() for row in rows})
        return rows

    def _may_not_watch(self, visitor: Visitor) -> Reason | None:
        capability = self.capability(visitor)
        if capability.allowed:
            self._watcher = visitor
        return capability.reason

    def _on_demand(self, level: Level) -> None:
        self._news.set()
        if level != "off" and self._following is None:
            self._following = asyncio.ensure_future(self._follow())

    async def _follow(self) -> None:
        """Keep the list true while somebody watches it. All who may are one owner."""
        try:
            while (level := self.topic.demand) != "off":
                self._news.clear()
                with contextlib.suppress(RemoteIDEError):  # those who watch were told
                    if self._watcher is not None:
                        await self._publish(self._watcher)
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self._news.wait(), WATCH_SECONDS[level])
        finally:
            self._following = None

    def _on_seen(self, seen: Seen) -> None:
        if seen.refusal is not None:
            self._audit.refused("", seen.identifier, seen.refusal)
        elif seen.identifier not in self._used:
            # The first request proves that the IDE is connected: who looks is told at once.
            self._used.add(seen.identifier)
            self._news.set()

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
