"""Who asks. Pure data, so that managers can decide without tornado."""

from __future__ import annotations

from dataclasses import dataclass

from .reasons import Reason

# On a request that came with an API token made for an IDE: the token's id (no secret).
APITOKEN_ATTRIBUTE = "_remote_ide_apitoken"


@dataclass(frozen=True)
class Visitor:
    """One authenticated request's author.

    ``username`` is the identity provider's name. ``owner`` says whether the server is theirs: under a hub the
    name is that of the user it was started for; elsewhere the server's Authorizer lets them write.
    ``apitoken_id`` is the id of the API token made for an IDE that the request came with, else ``None``.
    """

    username: str
    owner: bool
    apitoken_id: str | None = None


@dataclass(frozen=True)
class Capability:
    """Whether something can be done here; a refusal carries its machine-readable reason."""

    allowed: bool
    reason: Reason | None = None

    def to_json(self) -> dict[str, object]:
        return {"allowed": self.allowed, "reason": self.reason}


YES = Capability(True)


def no(reason: Reason) -> Capability:
    """A refusal; ``reason`` is the same word the 403 of the call carries."""
    return Capability(False, reason)
