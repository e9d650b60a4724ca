"""What the command line says to a benchmark."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """``wanted`` replaces a benchmark's own number of samples; ``quick`` is a short look, not a result."""

    wanted: int | None = None
    quick: bool = False

    def samples(self, usual: int, quick: int) -> int:
        if self.wanted is not None:
            return self.wanted
        return quick if self.quick else usual
