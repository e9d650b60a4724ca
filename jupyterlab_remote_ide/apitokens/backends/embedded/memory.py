"""API tokens that end with the server."""

from __future__ import annotations

from jupyterlab_remote_ide.errors import RemoteIDEError

from .changes import Changes
from .folder import Broken, Use
from .record import Record


class Memory:
    """A ``TokenFolder`` without a disk."""

    trouble: RemoteIDEError | None = None

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}
        self._uses: dict[str, Use] = {}

    def read(self, identifier: str) -> Record | None:
        return self._records.get(identifier)

    def read_all(self) -> tuple[list[Record], list[Broken], dict[str, Use]]:
        return list(self._records.values()), [], dict(self._uses)

    def add(self, record: Record, now: float) -> None:
        self._records = {
            key: row for key, row in self._records.items() if row.renewed_by(now).expires_at > now
        }
        self._records[record.id] = record

    def remove(self, identifier: str) -> None:
        self._uses.pop(identifier, None)
        self._records.pop(identifier, None)

    def change(self, identifier: str, changes: Changes) -> Record | None:
        record = self._records.get(identifier)
        if record is not None:
            record = self._records[identifier] = changes.made_to(record)
        return record

    def names(self) -> set[str]:
        return set(self._records)

    def note(self, identifier: str, use: Use) -> None:
        if identifier in self._records:
            self._uses[identifier] = use
