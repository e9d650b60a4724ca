"""What is known of one API token of this server. Pure data; never the secret itself."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from jupyterlab_remote_ide.apitokens.backend import ApiToken
from jupyterlab_remote_ide.apitokens.wish import is_slug
from jupyterlab_remote_ide.reasons import TokenReason

# Recognisable, so that log masks and secret scanners find it. After it: 32 random bytes.
SECRET_PREFIX = "ride_"  # noqa: S105 - the prefix, no secret

# What an IDE token opens below the base URL; `identity.py` enforces it.
# Not all of `terminals/`: Notebook's page `terminals/<name>` carries the server's own token.
OWN_PATH = "remote-ide/"
PATHS = ("api/", "proxy/", OWN_PATH, "terminals/websocket/")
SCOPES = ("api", "proxy", "terminals")

VERSION = 1
OTHER_VERSION: TokenReason = "token-other-version"
# Clocks of two nodes may differ by this much; a token from further ahead is none of ours.
SKEW_SECONDS = 3600.0
_ID_LENGTH = 16
_TEXT = ("hash", "note", "recipe", "access", "root", "base_url")
_TIMES = ("created_at", "expires_at")


class Damaged(Exception):
    """This is no record of ours. ``reason`` is the word for it, ``detail`` has facts for its sentence."""

    def __init__(
        self, reason: TokenReason = "token-damaged", detail: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = dict(detail or {})


def digest(secret: str) -> str:
    """The form a secret is kept in. No salt, no stretching: it is 256 random bits, not a password."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def identifier(secret: str) -> str:
    """The id of the token with this secret, of which it tells nothing: to look one up is to open one file."""
    return digest(secret)[:_ID_LENGTH]


def is_time(value: object) -> TypeGuard[float]:
    try:
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:  # JSON has integers of any size
        return False


@dataclass(frozen=True)
class Record:
    """One token. Times are epoch seconds; ``root`` is a real path; ``hash`` is ``digest(secret)``.

    ``browser`` is the slug of the browser it was made in; older versions did not keep it. ``renewed``: the
    end that it was given later, and when; kept elsewhere (``changes.py``).
    """

    hash: str
    note: str
    recipe: str
    access: str
    created_at: float
    expires_at: float
    root: str
    base_url: str
    browser: str | None = None
    renewed: tuple[float, float] | None = None

    @property
    def id(self) -> str:
        return self.hash[:_ID_LENGTH]

    @classmethod
    def from_row(cls, row: object) -> Record:
        """Raises ``Damaged`` where it is not one of ours in every field we need."""
        if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in _TEXT):
            raise Damaged
        if not all(is_time(row.get(name)) for name in _TIMES):
            raise Damaged
        browser = row.get("browser")
        told = {name: row[name] for name in (*_TEXT, *_TIMES)}
        return cls(**told, browser=browser if is_slug(browser) else None)

    @classmethod
    def from_bytes(cls, data: bytes, identifier: str) -> Record:
        """What ``to_bytes`` made, if it is the token with this id; raises ``Damaged``."""
        try:
            content: Any = json.loads(data)
        except (ValueError, RecursionError):
            raise Damaged from None
        version = content.get("version", VERSION) if isinstance(content, dict) else VERSION
        if version != VERSION:
            is_newer = is_time(version) and version > VERSION
            raise Damaged(OTHER_VERSION, {"version": "newer" if is_newer else "older"})
        record = cls.from_row(content)
        if record.id != identifier:
            raise Damaged
        return record

    def to_bytes(self) -> bytes:
        told = {name: getattr(self, name) for name in (*_TEXT, *_TIMES, "browser")}
        return json.dumps({"version": VERSION, **told}, indent=1).encode()

    def has_secret(self, secret: str) -> bool:
        return hmac.compare_digest(self.hash.encode("utf-8", "replace"), digest(secret).encode())

    def is_ahead(self, now: float) -> bool:
        """Made in the future: its lifetime cannot be told, so it has none yet."""
        return self.created_at > now + SKEW_SECONDS

    def renewed_by(self, now: float) -> Record:
        """With the end that it was given last, which a clock far ahead can set earlier, but not later."""
        if self.renewed is None:
            return self
        end, at = self.renewed
        if at > now + SKEW_SECONDS:
            return dataclasses.replace(self, expires_at=min(end, self.expires_at), renewed=None)
        return dataclasses.replace(self, expires_at=end)

    def clamped(self, now: float, longest: float | None) -> Record:
        """As the site lets it live, whatever its files say: it may have been made under another rule."""
        if self.is_ahead(now):
            return dataclasses.replace(self, expires_at=0.0)
        record = self.renewed_by(now)
        if longest is None:
            return record
        since = self.created_at if record.renewed is None else record.renewed[1]
        return dataclasses.replace(record, expires_at=min(record.expires_at, min(since, now) + longest))

    def told(self, last_activity: float | None = None, seen_client: str | None = None) -> ApiToken:
        """What the browser may see."""
        return ApiToken(
            id=self.id,
            note=self.note,
            recipe=self.recipe,
            access=self.access,
            created_at=self.created_at,
            expires_at=self.expires_at,
            last_activity=last_activity,
            seen_client=seen_client,
            scopes=SCOPES,
            browser=self.browser,
        )
