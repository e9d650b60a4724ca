"""Who asks. Pure data, so that managers can decide without tornado."""

from __future__ import annotations

import os
from dataclasses import dataclass

# On a request that came with an API token made for an IDE: the token's id (no secret).
APITOKEN_ATTRIBUTE = "_remote_ide_apitoken"


def hub_owner() -> str | None:
    """The raw name of the user a hub started this server for; ``None`` where no hub did."""
    return (os.environ.get("JUPYTERHUB_USER") or None) if os.environ.get("JUPYTERHUB_API_URL") else None


@dataclass(frozen=True)
class Visitor:
    """One authenticated request's author.

    ``username`` is the identity provider's name. ``owner`` says whether the server is theirs: under a hub the
    name equals ``JUPYTERHUB_USER``; elsewhere the server's Authorizer lets them write.
    ``apitoken_id`` is the id of the API token made for an IDE that the request came with, else ``None``.
    """

    username: str
    owner: bool
    apitoken_id: str | None = None


@dataclass(frozen=True)
class Capability:
    """Whether something can be done here; a refusal carries its machine-readable reason."""

    allowed: bool
    reason: str | None = None

    def to_json(self) -> dict[str, object]:
        return {"allowed": self.allowed, "reason": self.reason}


YES = Capability(True)


def no(reason: str) -> Capability:
    """A refusal; ``reason`` is the same word the 403 of the call carries."""
    return Capability(False, reason)
