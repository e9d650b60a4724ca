"""What a connection check asks of each feature, and what it is told. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .reasons import CheckId, CheckReason
from .visitor import Visitor


@dataclass(frozen=True)
class Subject:
    """What is to be checked: whether this visitor's IDE gets in at this origin, with this token where one is
    given."""

    visitor: Visitor
    origin: str
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Check:
    """One answer of a feature. ``ok`` is ``None`` where it cannot be known, or is nobody's fault; ``reason``
    says why it is not true, ``message`` the same in English for who has no panel, ``detail`` has facts for
    its sentence. Nothing secret."""

    id: CheckId
    ok: bool | None = True
    reason: CheckReason | None = None
    message: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """``Check`` of the contract."""
        return {
            "id": self.id,
            "ok": self.ok,
            "reason": self.reason,
            "message": self.message,
            "detail": dict(self.detail),
        }
