"""The tokens of this server as its event loop sees them: what is kept is asked in a thread, with a limit."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import os
import secrets
import time
from collections.abc import Callable, Collection
from typing import Protocol, TypeVar

from jupyterlab_remote_ide.apitokens.backend import ApiToken, Change, Minted, Wish
from jupyterlab_remote_ide.errors import NotFound, RemoteIDEError, Unavailable
from jupyterlab_remote_ide.tasks import Aside, NoAnswer

from .changes import Changes
from .folder import Broken, FileUnreadable, Use
from .ownfile import Untrusted
from .record import SECRET_PREFIX, Record, digest, identifier

# A foreign server's change is seen this late at most (plus the network file system's own cache).
RECHECK_SECONDS = 0.5
# Several servers may note the use of one token: what differs by less is not worth a write.
ACTIVITY_SECONDS = 60.0
# A request with a token waits for the home this long, a person's press longer.
LOOK_SECONDS = 2.0
PRESS_SECONDS = 10.0
_T = TypeVar("_T")


class Kept(Protocol):
    """Where tokens are kept: ``folder.TokenFolder`` or ``memory.Memory``."""

    trouble: RemoteIDEError | None

    def read(self, identifier: str) -> Record | None: ...
    def read_all(self) -> tuple[list[Record], list[Broken], dict[str, Use]]: ...
    def add(self, record: Record, now: float) -> None: ...
    def change(self, identifier: str, changes: Changes) -> Record | None: ...
    def remove(self, identifier: str) -> None: ...
    def names(self) -> set[str]: ...
    def note(self, identifier: str, use: Use) -> None: ...


class Store:
    """Named tokens of one server: those with its real root folder and its base URL.

    No token lives longer than ``longest`` seconds, whatever its file says.
    """

    def __init__(
        self,
        kept: Kept,
        root: str,
        base_url: str,
        clock: Callable[[], float] = time.time,
        longest: float | None = None,
    ) -> None:
        self._kept = kept
        self._root = os.path.realpath(root)
        self._base_url = base_url
        self._clock = clock
        self._longest = longest
        self._aside = Aside("Remote IDE: API tokens")
        self._known: dict[str, tuple[Record, float]] = {}
        self._listing = asyncio.Lock()
        self._looking: dict[str, asyncio.Task[Record | None]] = {}
        self._uses: dict[str, Use] = {}
        self._noted: dict[str, float] = {}
        self._noting: set[asyncio.Task[None]] = set()
        self._told: set[str] = set()
        self._ended: set[str] = set()
        self._unremoved: set[str] = set()
        self._listed: tuple[set[str], float] = set(), float("-inf")
        self.trouble: RemoteIDEError | None = None

    def is_own(self, identifier: str) -> bool:
        """Whether there was a token with this id, as far as this server knows."""
        return identifier in self._told or identifier in self._known or identifier in self._ended

    async def find(self, secret: str) -> Record | None:
        """The token with this secret if it is valid now. Never raises: what cannot be read opens nothing."""
        record = await self._record(identifier(secret))
        return record if record is not None and record.has_secret(secret) and self._is_alive(record) else None

    async def expiry(self, identifier: str) -> float | None:
        """When the token with this id ends; ``None`` where it is not valid now."""
        record = await self._record(identifier)
        return record.expires_at if record is not None and self._is_alive(record) else None

    def known_expiry(self, identifier: str) -> float | None:
        """The same as it was last seen."""
        record, _ = self._known.get(identifier, (None, 0.0))
        return record.expires_at if record is not None and self._is_alive(record) else None

    async def rows(self) -> list[ApiToken]:
        """All that live, and all files that open nothing. Raises ``Unavailable``."""
        records, broken, uses = await self._ask(self._kept.read_all, PRESS_SECONDS)
        told = []
        for record in self._ours(records, ended=self._unremoved):
            use = _later(uses.get(record.id), self._uses.get(record.id))
            row = record.told() if use is None else record.told(use.last_activity, use.client)
            left = record.id in self._unremoved
            told.append(dataclasses.replace(row, reason="token-not-removed") if left else row)
        told += [
            dataclasses.replace(record.told(), reason="token-ahead")
            for record in self._mine(records)
            if record.is_ahead(self._clock()) and record.id not in self._ended
        ]
        told += [_told(file) for file in broken]
        self._told |= {row.id for row in told}
        return [row for row in told if row.id not in self._ended or row.id in self._unremoved]

    async def create(self, wish: Wish) -> Minted:
        """Raises ``Unavailable`` where it cannot be kept."""
        secret = SECRET_PREFIX + secrets.token_urlsafe(32)
        now = self._clock()
        record = Record(
            hash=digest(secret),
            note=wish.note,
            recipe=wish.recipe,
            access=wish.access,
            created_at=now,
            expires_at=now + wish.expires_in,
            root=self._root,
            base_url=self._base_url,
            browser=wish.browser,
        )
        await self._ask(lambda: self._kept.add(record, now), PRESS_SECONDS)
        self._known[record.id] = record, time.monotonic()
        self._told.add(record.id)
        await self._remove_left()
        return Minted(record.told(), secret)

    async def change(self, identifier: str, change: Change) -> ApiToken:
        """What has ended stays so: ``NotFound``. Raises ``Unavailable``, and all is as it was."""
        row = next((row for row in await self.rows() if row.id == identifier and row.reason is None), None)
        if row is not None:
            now = self._clock()
            end = None if change.expires_in is None else (now + change.expires_in, now)
            changes = Changes(change.note, end)
            record = await self._ask(lambda: self._kept.change(identifier, changes), PRESS_SECONDS)
            ours = self._ours([record] if record is not None else [])
            if ours:  # nobody revoked it meanwhile
                self._known[identifier] = ours[0], time.monotonic()
                return ours[0].told(row.last_activity, row.seen_client)
        raise _no_such()

    async def end(self, identifier: str) -> None:
        """Refuse it from here on, at once where it was listed before. ``NotFound`` if it is none of ours."""
        if identifier not in self._told and identifier not in {row.id for row in await self.rows()}:
            raise _no_such()
        self._ended.add(identifier)
        self._unremoved.add(identifier)

    async def remove(self, identifier: str) -> None:
        """Remove what was ended. Raises ``Unavailable``: it is refused here all the same, stays in the list,
        and is tried again with ``flush``."""
        await self._ask(lambda: self._kept.remove(identifier), PRESS_SECONDS)
        self._unremoved.discard(identifier)
        self._told.discard(identifier)
        self._known.pop(identifier, None)
        self._uses.pop(identifier, None)

    def touch(self, identifier: str, client: str | None) -> None:
        """A request came with it."""
        before = self._uses.get(identifier)
        now = self._clock()
        self._uses[identifier] = Use(now, client or (before.client if before else None))
        # Also where the clock was set back since.
        if abs(now - self._noted.get(identifier, float("-inf"))) >= ACTIVITY_SECONDS:
            self._noted[identifier] = now
            task = asyncio.ensure_future(self._note(identifier))
            self._noting.add(task)
            task.add_done_callback(self._noting.discard)

    async def flush(self) -> None:
        """Keep and remove what could not be before. Never raises."""
        await self._remove_left()
        for name, use in list(self._uses.items()):
            if use.last_activity != self._noted.get(name):
                self._noted[name] = use.last_activity
                await self._note(name)
        await asyncio.gather(*self._noting)

    async def _remove_left(self) -> None:
        for name in list(self._unremoved):
            with contextlib.suppress(RemoteIDEError):
                await self.remove(name)

    async def _note(self, identifier: str) -> None:
        use = self._uses.get(identifier)
        if use is None or identifier in self._ended:
            return
        try:
            await self._ask(lambda: self._kept.note(identifier, use), LOOK_SECONDS)
        except RemoteIDEError:
            return  # when a token was used last is worth no error: it is written the next time

    async def _record(self, identifier: str) -> Record | None:
        known, checked = self._known.get(identifier, (None, float("-inf")))
        if time.monotonic() - checked < RECHECK_SECONDS:
            return known
        # Many requests of one moment ask once.
        task = self._looking.get(identifier)
        if task is None:
            task = self._looking[identifier] = asyncio.ensure_future(self._look(identifier))
            task.add_done_callback(lambda _: self._looking.pop(identifier, None))
        return await asyncio.shield(task)

    async def _look(self, identifier: str) -> Record | None:
        try:
            # Whoever reaches the port may send what looks like a token: that must not open a file each time.
            if identifier not in self._known and identifier not in await self._names():
                return None
            found = await self._ask(lambda: self._kept.read(identifier), LOOK_SECONDS)
        except Untrusted:
            found = None
        except RemoteIDEError:
            # A network home that is away for a moment must not end everybody's session: what was read
            # before stays, with its expiry.
            return self._known.get(identifier, (None, 0.0))[0]
        ours = self._ours([found] if found is not None else [])
        if not ours:
            self._known.pop(identifier, None)
            return None
        self._known[identifier] = ours[0], time.monotonic()
        return ours[0]

    async def _names(self) -> set[str]:
        async with self._listing:
            names, checked = self._listed
            if time.monotonic() - checked >= RECHECK_SECONDS:
                names = await self._ask(self._kept.names, LOOK_SECONDS)
                self._listed = names, time.monotonic()
            return names

    async def _ask(self, call: Callable[[], _T], patience: float) -> _T:
        try:
            answer = await self._aside.run(call, patience)
        except NoAnswer:
            msg = "The folder of API tokens does not answer."
            self.trouble = Unavailable(msg, "storage-silent")
            raise self.trouble from None
        except FileUnreadable:
            raise  # its row says so
        except RemoteIDEError as error:
            self.trouble = error
            raise
        self.trouble = self._kept.trouble
        return answer

    def _ours(self, records: list[Record], ended: Collection[str] = ()) -> list[Record]:
        """Those that are valid now; ``ended``: these as well."""
        now = self._clock()
        clamped = (record.clamped(now, self._longest) for record in self._mine(records))
        return [record for record in clamped if self._is_alive(record) or record.id in ended]

    def _mine(self, records: list[Record]) -> list[Record]:
        return [r for r in records if r.root == self._root and r.base_url == self._base_url]

    def _is_alive(self, record: Record) -> bool:
        return record.id not in self._ended and record.expires_at > self._clock()


def _later(one: Use | None, other: Use | None) -> Use | None:
    if one is None or other is None:
        return one or other
    later, before = (one, other) if one.last_activity >= other.last_activity else (other, one)
    return dataclasses.replace(later, client=later.client or before.client)


def _no_such() -> NotFound:
    msg = "There is no such API token, or it opens nothing any more."
    return NotFound(msg, "no-such-apitoken")


def _told(file: Broken) -> ApiToken:
    return ApiToken(
        id=file.id,
        note="",
        recipe="",
        access="",
        created_at=file.made,
        expires_at=None,
        reason=file.reason,
        detail=file.detail,
    )
