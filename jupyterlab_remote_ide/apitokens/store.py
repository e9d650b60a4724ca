"""Where named API tokens are kept: a file of the user, shared by her servers, or memory."""

from __future__ import annotations

import dataclasses
import hmac
import logging
import os
import secrets
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyterlab_remote_ide.errors import NotFound, RemoteIDEError

from .file import ApiTokenFile, Row, Signature
from .ownfile import Untrusted
from .record import SECRET_PREFIX, Record, digest, is_time

# A foreign server's change is seen this late at most (plus the network file system's own cache).
RECHECK_SECONDS = 0.5
# Several servers may write last_activity of one token: what differs by less is not worth a write.
ACTIVITY_SECONDS = 60.0
# Clocks of two nodes may differ by this much; a row from further ahead is no row of ours.
SKEW_SECONDS = 3600.0

_Change = Callable[[list[Row]], bool]


class Store:
    """Named tokens of one server: those with its real root folder and its base URL.

    ``path`` is the file, ``None`` keeps all in memory. No row lives longer than ``longest`` seconds, whatever
    the file says: it may have been made under another rule. Reads (``lookup``, ``records``, ``touch``,
    ``refuse``) are for the event loop; writes (``create``, ``flush``) may wait for a lock and a disk: for
    worker threads.
    """

    def __init__(
        self,
        path: Path | None,
        root: str,
        base_url: str,
        log: logging.Logger | None = None,
        clock: Callable[[], float] = time.time,
        longest: float | None = None,
    ) -> None:
        log = log or logging.getLogger(__name__)
        self._file = ApiTokenFile(path, log) if path is not None else None
        self._root = os.path.realpath(root)
        self._base_url = base_url
        self._clock = clock
        self._longest = longest
        self._records: dict[str, Record] = {}
        self._memory: list[Row] = []
        self._signature: Signature = None
        self._checked = float("-inf")
        self._writing = threading.Lock()
        # So that what the event loop read before a write never replaces what the writer took after it.
        self._taking = threading.Lock()
        self._activity: dict[str, tuple[float, str | None]] = {}
        self._revoked: set[str] = set()
        self._unwritten = False
        self.trouble: RemoteIDEError | None = None

    def lookup(self, secret: str) -> Record | None:
        """The token with this secret if it is valid now. Never raises: what cannot be read opens nothing."""
        self._refresh()
        wanted, found = digest(secret), None
        for record in self._records.values():  # all of them: the time taken tells nothing
            if hmac.compare_digest(record.hash.encode("utf-8", "replace"), wanted.encode()):
                found = record
        return found if found is not None and self._valid(found) else None

    def expiry(self, identifier: str) -> float | None:
        """When the token with this id ends; ``None`` where it is not valid now."""
        self._refresh()
        record = self._records.get(identifier)
        return record.expires_at if record is not None and self._valid(record) else None

    def records(self) -> list[Record]:
        """All valid tokens, newest first. Raises what ``trouble`` holds where the file cannot be read."""
        self._refresh()
        if self.trouble is not None:
            raise self.trouble.with_traceback(None)
        valid = [self._with_activity(record) for record in self._records.values() if self._valid(record)]
        return sorted(valid, key=lambda record: (record.created_at, record.id), reverse=True)

    def touch(self, identifier: str, client: str | None) -> bool:
        """Note a request. Returns whether it is time to ``flush``."""
        now = self._clock()
        record = self._records.get(identifier)
        known = record.last_activity if record is not None else None
        self._activity[identifier] = (now, client)
        self._unwritten = True
        return known is None or now - known >= ACTIVITY_SECONDS

    def create(self, recipe: str, note: str, access: str, expires_in: float) -> tuple[Record, str]:
        """Make one; the secret in the answer exists nowhere else. ``Unavailable`` where it cannot be kept."""
        secret = SECRET_PREFIX + secrets.token_urlsafe(32)
        now = self._clock()
        record = Record(
            id=secrets.token_hex(8),
            hash=digest(secret),
            note=note,
            recipe=recipe,
            access=access,
            created_at=now,
            expires_at=now + expires_in,
            root=self._root,
            base_url=self._base_url,
        )

        def add(rows: list[Row]) -> bool:
            rows.append(dataclasses.asdict(record))
            return True

        self._write(add, replace_damaged=True)
        return record, secret

    def refuse(self, identifier: str) -> None:
        """End one for this server, from here on; ``flush`` then tells the file. ``NotFound`` if unknown."""
        self._refresh(now=True)
        if identifier not in self._records:
            if self.trouble is not None:
                raise self.trouble.with_traceback(None)
            msg = "There is no such API token."
            raise NotFound(msg, "no-such-apitoken")
        self._revoked.add(identifier)
        self._unwritten = True

    def flush(self) -> None:
        """Write what ``touch`` and ``refuse`` noted. Raises ``Unavailable``; it can be tried again."""
        if self._unwritten:
            self._write(lambda rows: False)

    def _valid(self, record: Record) -> bool:
        return record.id not in self._revoked and record.expires_at > self._clock()

    def _with_activity(self, record: Record) -> Record:
        seen, client = self._activity.get(record.id, (None, None))
        if seen is None or seen <= (record.last_activity or 0):
            return record
        return dataclasses.replace(record, last_activity=seen, seen_client=client or record.seen_client)

    def _refresh(self, now: bool = False) -> None:
        if self._file is None or (not now and time.monotonic() - self._checked < RECHECK_SECONDS):
            return
        with self._taking:
            self._checked = time.monotonic()
            try:
                signature = self._file.signature()
                if signature != self._signature or self.trouble is not None:
                    self._take(*self._file.read())
            except RemoteIDEError as error:
                self.trouble = error
                # A network home that is away for a moment must not end everybody's session: what was read
                # before stays, with its expiry. A file that is there and is no list of ours opens nothing.
                if isinstance(error, Untrusted) or error.reason != "storage-unreadable":
                    self._records, self._signature = {}, None

    def _take(self, rows: list[Row], signature: Signature) -> None:
        found = (Record.from_row(row) for row in rows)
        self._records = {r.id: self._clamped(r) for r in found if r is not None and self._ours(r)}
        self._signature, self.trouble = signature, None

    def _clamped(self, record: Record) -> Record:
        if self._longest is None:
            return record
        now = self._clock()
        # Made in the future: its lifetime cannot be told, so it has none yet.
        longest = self._longest if record.created_at <= now + SKEW_SECONDS else 0.0
        end = min(record.created_at, now) + longest
        return dataclasses.replace(record, expires_at=min(record.expires_at, end))

    def _ours(self, record: Record) -> bool:
        return record.root == self._root and record.base_url == self._base_url

    def _write(self, change: _Change, replace_damaged: bool = False) -> None:
        with self._writing:
            if self._file is None:
                self._apply(self._memory, change)
                rows, signature = self._memory, None
            else:
                rows, signature = self._file.update(lambda rows: self._apply(rows, change), replace_damaged)
            with self._taking:
                self._take(rows, signature)
            self._unwritten = False

    def _apply(self, rows: list[Row], change: _Change) -> bool:
        """Everything one write does to the rows of the file; rows of other servers keep every field."""
        now, before = self._clock(), len(rows)
        rows[:] = [row for row in rows if not self._gone(row, now)]
        changed = len(rows) != before
        for row in rows:
            seen, client = self._activity.get(str(row.get("id")), (None, None))
            known = row.get("last_activity")
            if seen is not None and (not is_time(known) or seen - known >= ACTIVITY_SECONDS):
                row["last_activity"] = seen
                row["seen_client"] = client or row.get("seen_client")
                changed = True
        return change(rows) or changed

    def _gone(self, row: dict[str, Any], now: float) -> bool:
        expires = row.get("expires_at")
        return row.get("id") in self._revoked or (is_time(expires) and expires <= now)
