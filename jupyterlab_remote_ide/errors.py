"""Errors with a public sentence.

Each carries ``status`` (HTTP), ``reason`` (a stable kebab-case word the browser words for the user) and
``message`` (plain English for people who read the API); ``detail`` has facts for the user's sentence, by
name. None may hold a secret: all reach the browser.
"""

from __future__ import annotations

from collections.abc import Mapping

from .reasons import Reason


class RemoteIDEError(Exception):
    """The base of all errors we mean to tell the user about."""

    status = 500
    reason: Reason = "internal-error"

    def __init__(
        self, message: str, reason: Reason | None = None, detail: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.detail = dict(detail or {})
        if reason is not None:
            self.reason = reason


class BadRequest(RemoteIDEError):
    """The request itself is wrong; asking again the same way cannot work."""

    status = 400
    reason: Reason = "bad-request"


class Denied(RemoteIDEError):
    """Understood, but not for this visitor or not on this server."""

    status = 403
    reason: Reason = "not-authorized"


class NotFound(RemoteIDEError):
    """There is no such row."""

    status = 404
    reason: Reason = "not-found"


class Conflict(RemoteIDEError):
    """The row changed since the browser saw it."""

    status = 409


class Unavailable(RemoteIDEError):
    """It would be allowed, but cannot be done now."""

    status = 503
