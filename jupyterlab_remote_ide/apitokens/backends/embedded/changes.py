"""What was changed of an API token since it was made. Pure data: it lies beside the record, which is never
changed, so that a change can never bring back what another server has just removed."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import Any

from .record import VERSION, Damaged, Record, is_time


@dataclass(frozen=True)
class Changes:
    """``None`` where nothing was changed. ``end`` is the new end and when that was set, epoch seconds."""

    note: str | None = None
    end: tuple[float, float] | None = None

    @classmethod
    def from_bytes(cls, data: bytes) -> Changes:
        """What ``to_bytes`` made. Raises ``Damaged``: it may say that the token ended long ago."""
        try:
            content: Any = json.loads(data)
        except (ValueError, RecursionError):
            raise Damaged from None
        if not isinstance(content, dict) or content.get("version") != VERSION:
            raise Damaged
        note, end, at = (content.get(name) for name in ("note", "expires_at", "set_at"))
        if not (note is None or isinstance(note, str)):
            raise Damaged
        if end is None:
            return cls(note)
        if not is_time(end) or not is_time(at):
            raise Damaged
        return cls(note, (end, at))

    def to_bytes(self) -> bytes:
        end, at = self.end or (None, None)
        return json.dumps({"version": VERSION, "note": self.note, "expires_at": end, "set_at": at}).encode()

    def after(self, earlier: Changes) -> Changes:
        """Both of them, one after the other."""
        return Changes(earlier.note if self.note is None else self.note, self.end or earlier.end)

    def made_to(self, record: Record) -> Record:
        note = record.note if self.note is None else self.note
        return dataclasses.replace(record, note=note, renewed=self.end or record.renewed)
