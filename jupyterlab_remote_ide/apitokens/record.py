"""What is known of one API token made for an IDE. Pure data; never the secret itself."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Any, TypeGuard

# Recognisable, so that log masks and secret scanners find it. After it: 32 random bytes.
SECRET_PREFIX = "ride_"  # noqa: S105 - the prefix, no secret

# What an IDE token opens below the base URL; `identity.py` enforces it.
# Not all of `terminals/`: Notebook's page `terminals/<name>` carries the server's own token.
PATHS = ("api/", "proxy/", "remote-ide/", "terminals/websocket/")
SCOPES = ("api", "proxy", "terminals")

_TEXT = ("id", "hash", "note", "recipe", "access", "root", "base_url")
_TIMES = ("created_at", "expires_at")


def digest(secret: str) -> str:
    """The form a secret is kept in. No salt, no stretching: it is 256 random bits, not a password."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def is_time(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


@dataclass(frozen=True)
class Record:
    """One row. Times are epoch seconds; ``root`` is a real path; ``hash`` is ``digest(secret)``."""

    id: str
    hash: str
    note: str
    recipe: str
    access: str
    created_at: float
    expires_at: float
    root: str
    base_url: str
    last_activity: float | None = None
    seen_client: str | None = None

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> Record | None:
        """A row of the file; ``None`` where it is not one of ours in every field we need."""
        if not all(isinstance(row.get(name), str) for name in _TEXT):
            return None
        if not all(is_time(row.get(name)) for name in _TIMES):
            return None
        seen = row.get("last_activity")
        client = row.get("seen_client")
        return cls(
            **{name: row[name] for name in (*_TEXT, *_TIMES)},
            last_activity=seen if is_time(seen) else None,
            seen_client=client if isinstance(client, str) else None,
        )

    def to_json(self) -> dict[str, object]:
        """``ApiToken`` of the contract: what the browser may see."""
        return {
            "id": self.id,
            "note": self.note,
            "recipe": self.recipe,
            "access": self.access,
            "created_at": self.created_at,
            "last_activity": self.last_activity,
            "expires_at": self.expires_at,
            "scopes": list(SCOPES),
            "seen_client": self.seen_client,
        }
