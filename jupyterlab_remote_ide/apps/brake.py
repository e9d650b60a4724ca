"""Decides whether a program that died is started again."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

DEATHS = 3
SECONDS = 30.0
_DELAYS = (0.2, 0.8, 2.0, 5.0)


class Brake:
    """Three deaths within 30 s, or three starts in a row that never got as far as an answer, are enough.

    It knows no forgiveness by waiting: whoever starts the program anew makes a new brake.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._deaths: deque[float] = deque(maxlen=DEATHS)
        self._early = 0

    def death(self, was_ready: bool) -> float | None:
        """Seconds to wait before the next start, or ``None``: no more."""
        now = self._clock()
        self._deaths.append(now)
        self._early = 0 if was_ready else self._early + 1
        if self._early >= DEATHS or (len(self._deaths) == DEATHS and now - self._deaths[0] <= SECONDS):
            return None
        recent = sum(1 for death in self._deaths if now - death <= 2 * SECONDS)
        return _DELAYS[min(max(recent, self._early), len(_DELAYS)) - 1]
