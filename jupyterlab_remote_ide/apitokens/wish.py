"""What a ``POST apitokens`` or a ``PATCH`` of one asks for, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard

from jupyterlab_remote_ide.errors import BadRequest
from jupyterlab_remote_ide.redact import is_one_line

from .backend import ACCESS, Change, Wish

NOTE_LENGTH = 200
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SLUG_LENGTH = 40

# What becomes of the tokens that the same browser has for the same recipe: nothing; those never used end; the
# same, but where one was used nothing is made; all end.
EXISTING = ("keep", "keep-used", "ask", "replace")


@dataclass(frozen=True)
class Lifetimes:
    """Seconds."""

    default: int
    longest: int

    @property
    def usual(self) -> int:
        """Of a token for which no other lifetime is asked."""
        return min(self.default, self.longest)


@dataclass(frozen=True)
class Asked:
    """``existing`` is one of ``EXISTING``; ``clamped``: the site allows less time than was asked for."""

    wish: Wish
    existing: str
    clamped: bool


def read(body: Mapping[str, object], lifetimes: Lifetimes) -> Asked:
    """``body`` has recipe and note, and nothing unknown. Raises ``BadRequest``."""
    asked = _expires_in(body["expires_in"]) if "expires_in" in body else lifetimes.usual
    wish = Wish(
        recipe=_recipe(body["recipe"]),
        note=_note(body["note"]),
        access=_access(body.get("access", "connect")),
        expires_in=min(asked, lifetimes.longest),
        browser=_browser(body["browser"]) if "browser" in body else None,
    )
    return Asked(wish, _existing(body.get("existing", "keep")), clamped=lifetimes.longest < asked)


def read_change(body: Mapping[str, object], lifetimes: Lifetimes) -> tuple[Change, bool]:
    """``body`` has nothing unknown; ``True``: the site allows less than was asked for. ``BadRequest``."""
    if not body:
        msg = "Nothing is to be changed: 'note' and 'expires_in' are missing."
        raise BadRequest(msg, "missing-field")
    note = _note(body["note"]) if "note" in body else None
    if "expires_in" not in body:
        return Change(note), False
    asked = _expires_in(body["expires_in"])
    return Change(note, min(asked, lifetimes.longest)), lifetimes.longest < asked


def is_slug(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) <= _SLUG_LENGTH and _SLUG.fullmatch(value) is not None


def _recipe(value: object) -> str:
    if not is_slug(value):
        msg = f"'recipe' is a slug of at most {_SLUG_LENGTH} characters, such as 'vscode'."
        raise BadRequest(msg, "bad-recipe")
    return value


def _browser(value: object) -> str:
    if not is_slug(value):
        msg = f"'browser' is a slug of at most {_SLUG_LENGTH} characters that a browser made up for itself."
        raise BadRequest(msg, "bad-browser")
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


def _existing(value: object) -> str:
    if not isinstance(value, str) or value not in EXISTING:
        msg = f"'existing' is one of {', '.join(EXISTING)}."
        raise BadRequest(msg, "bad-existing")
    return value


def _expires_in(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        msg = "'expires_in' is a whole number of seconds, at least 1."
        raise BadRequest(msg, "bad-expires-in")
    return value
