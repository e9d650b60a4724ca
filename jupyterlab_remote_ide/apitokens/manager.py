"""Who may have which API token for how long."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping, Sequence

from jupyterlab_remote_ide.errors import Conflict, Denied, NotFound, RemoteIDEError
from jupyterlab_remote_ide.reasons import Reason, ServerWarning
from jupyterlab_remote_ide.tasks import cancel
from jupyterlab_remote_ide.topic import Level, Topic
from jupyterlab_remote_ide.visitor import YES, Capability, Visitor, no

from .audit import Audit
from .backend import ApiToken, NotRemoved, Seen, TokenBackend
from .wish import Asked, Lifetimes, read, read_change

# How often a list that somebody watches is read: another server of the same user may have changed it.
WATCH_SECONDS: Mapping[Level, float] = {"visible": 2.0, "background": 30.0}


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
        # Two presses of one moment must not both find the same token to replace.
        self._making = asyncio.Lock()
        self._watcher: Visitor | None = None
        self._used: set[str] = set()
        self.topic = Topic("apitokens", self._may_not_watch, awaited=True)
        self.topic.on_demand = self._on_demand
        for backend in backends:
            backend.on_seen(self._on_seen)

    def mode(self, visitor: Visitor) -> str:
        return self._backend(visitor).mode

    def capability(self, visitor: Visitor) -> Capability:
        if visitor.is_program:
            return no("ide-token")  # else a token that ends could make its own successor
        reason = self._backend(visitor).refusal(visitor)
        if reason is not None:
            return no(reason)
        return YES if visitor.owner else no("not-owner")

    def change_capability(self, visitor: Visitor) -> Capability:
        capability = self.capability(visitor)
        reason = self._backend(visitor).fixed(visitor) if capability.allowed else None
        return no(reason) if reason is not None else capability

    def warnings(self) -> Sequence[ServerWarning]:
        return [word for backend in self._backends for word in backend.warnings()]

    async def list(self, visitor: Visitor) -> dict[str, object]:
        """``{now, seq, apitokens, lifetimes}``, newest first. Raises ``Denied`` and ``Unavailable``."""
        self._require(visitor)
        if self._watcher is not None:
            self._watcher = visitor  # whose login is the newest
        rows = await self._publish(visitor)
        return {
            "now": time.time(),
            "seq": self.topic.seq,
            "apitokens": [row.to_json() for row in rows],
            "lifetimes": {"default": self._lifetimes.usual, "max": self._lifetimes.longest},
        }

    async def create(self, visitor: Visitor, body: Mapping[str, object]) -> dict[str, object]:
        """``{apitoken, secret, expires_at, clamped, not_ended, seq}``; ``Denied``, ``BadRequest``,
        ``Conflict``, ``Unavailable``."""
        self._require(visitor)
        asked = read(body, self._lifetimes)
        backend = self._backend(visitor)
        async with self._making:
            others = await self._others(visitor, asked)
            minted = await backend.create(visitor, asked.wish)
            self._audit.tell("created", visitor.username, minted.apitoken)
            # The new one stands before an old one ends: what fails from here on costs nobody the way in.
            not_ended = await self._end(visitor, asked, others)
        row = minted.apitoken.to_json()
        if others:
            with contextlib.suppress(RemoteIDEError):  # those who watch were told
                await self._publish(visitor)
        elif self.topic.is_current:  # then this is all that is new
            self.topic.publish({str(row["id"]): row} | {str(old["id"]): old for old in self.topic.rows()})
        else:
            self._news.set()
        return {
            "apitoken": row,
            "secret": minted.secret,
            "expires_at": minted.apitoken.expires_at,
            "clamped": asked.clamped or minted.clamped,
            "not_ended": not_ended,
            "seq": self.topic.seq,
        }

    async def change(
        self, visitor: Visitor, identifier: str, body: Mapping[str, object]
    ) -> dict[str, object]:
        """``{apitoken, clamped, seq}``: the same secret lives longer, or shorter, or has another note.
        ``Denied``, ``BadRequest``, ``NotFound``, ``Unavailable``."""
        self._require(visitor)
        reason = self.change_capability(visitor).reason
        if reason is not None:
            msg = "The API tokens of this server can be neither renamed nor extended."
            raise Denied(msg, reason)
        change, clamped = read_change(body, self._lifetimes)
        row = await self._backend(visitor).change(visitor, identifier, change)
        self._audit.tell("changed", visitor.username, row)
        with contextlib.suppress(RemoteIDEError):  # those who watch were told
            await self._publish(visitor)
        return {"apitoken": row.to_json(), "clamped": clamped, "seq": self.topic.seq}

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

    async def _others(self, visitor: Visitor, asked: Asked) -> set[str]:
        """The ids of those whose place the new one takes. Raises ``Conflict``, also what the list does."""
        if asked.existing == "keep" or asked.wish.browser is None:
            return set()
        same = await self._same(visitor, asked)
        unused = {row.id for row in same if row.last_activity is None}
        if asked.existing == "ask" and len(unused) < len(same):
            msg = "This browser has a token for this client, which was used; nothing was made."
            raise Conflict(msg, "apitoken-exists", {"count": str(len(same) - len(unused))})
        return {row.id for row in same} if asked.existing == "replace" else unused

    async def _same(self, visitor: Visitor, asked: Asked) -> Sequence[ApiToken]:
        wish, rows = asked.wish, await self._backend(visitor).list(visitor)
        wanted = wish.recipe, wish.browser
        return [row for row in rows if row.reason is None and (row.recipe, row.browser) == wanted]

    async def _end(self, visitor: Visitor, asked: Asked, others: set[str]) -> int:
        """How many of ``others`` could not be ended. One that was used meanwhile, by an IDE that just got its
        URL, is left alone unless all are to end."""
        if others and asked.existing != "replace":
            try:
                same = await self._same(visitor, asked)
            except RemoteIDEError:
                return len(others)
            others = {row.id for row in same if row.last_activity is None} & others
        failed = 0
        for identifier in others:
            try:
                await self._backend(visitor).revoke(visitor, identifier)
            except NotFound:
                continue  # by somebody else
            except RemoteIDEError as error:
                failed += 1
                if not isinstance(error, NotRemoved):
                    continue
            self._audit.tell("revoked", visitor.username, identifier)
        return failed

    def refused(self, visitor: Visitor, reason: str) -> None:
        """Somebody logged in asked to make or revoke one, and may not."""
        program = visitor.hub_token if visitor.is_program else None
        self._audit.refused(visitor.username, program.id if program else visitor.apitoken_id, reason)

    async def stop(self) -> None:
        if self._following is not None:
            await cancel(self._following)
        for backend in self._backends:
            await backend.close()

    def _backend(self, visitor: Visitor) -> TokenBackend:
        usable = (backend for backend in self._backends if backend.refusal(visitor) is None)
        return next(usable, self._backends[-1])

    async def _publish(self, visitor: Visitor, is_glance: bool = False) -> Sequence[ApiToken]:
        """Tell those who watch how it is now; newest first. Raises what the back end does, and tells it."""
        try:
            backend = self._backend(visitor)
            found = await (backend.glance(visitor) if is_glance else backend.list(visitor))
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
        is_glance = False
        try:
            while (level := self.topic.demand) != "off":
                self._news.clear()
                with contextlib.suppress(RemoteIDEError):  # those who watch were told
                    if self._watcher is not None:
                        await self._publish(self._watcher, is_glance)
                try:
                    await asyncio.wait_for(self._news.wait(), WATCH_SECONDS[level])
                    is_glance = False
                except asyncio.TimeoutError:
                    is_glance = True
        finally:
            self._following = None
            self._watcher = None

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
