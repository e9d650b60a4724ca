"""Waits until an app can be opened, and says meanwhile what is known of why it cannot."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jupyterlab_remote_ide.reasons import AppReason

from .asker import Asks
from .probe import Answer

# 10 ms doubling, but capped. A refused connection costs a system call: while a person waits, ask often. What
# answers HTTP writes each question into its log.
_FIRST_POLL, _LONGEST_POLL, _REFUSED_POLL, _REFUSED_SECONDS, _HTTP_POLL = 0.01, 0.25, 0.01, 20.0, 1.0
# A program may answer 5xx for a moment while it starts; then the user is told.
_ERRORS_TOLERATED_SECONDS, _NOT_HTTP_TOLERATED_SECONDS = 3.0, 10.0
# When to look where else it listens, how often, and when another port will do.
_LOOK_AFTER, _LOOK_EVERY, _USE_AFTER = 1.5, 1.0, 4.0
Say = Callable[[AppReason | None, Mapping[str, object]], None]


@dataclass(frozen=True)
class Ready:
    """``answer``: what it answered in the end. ``hopeless``: why it never will."""

    answer: Answer | None = None
    hopeless: AppReason | None = None


async def wait(asker: Asks, timeout: float, say: Say) -> Ready:
    """Ends when it can be opened, be it with an error of its own, or when it will not.

    ``say(reason, detail)``: what is known in the meantime; ``None`` when that is over.
    """
    begin = time.monotonic()
    delay, looked = _FIRST_POLL / 2, begin + _LOOK_AFTER - _LOOK_EVERY
    since: dict[str, float] = {}
    reason: AppReason | None = None
    while True:
        answer = await asker.ask(False)
        now = time.monotonic()
        if answer.outcome == "refused" and now - looked >= _LOOK_EVERY:
            looked = now
            answer = await asker.look_around(now - begin >= _USE_AFTER) or answer
        elif answer.outcome == "refused" and reason is not None:
            answer = Answer("refused", reason=reason)  # until the next look it is as it was
        since = {answer.outcome: since.get(answer.outcome, now)}
        lasted = now - since[answer.outcome]
        if answer.outcome in ("ready", "away") or (
            answer.outcome == "error-status" and lasted >= _ERRORS_TOLERATED_SECONDS
        ):
            return Ready(answer)
        if answer.outcome == "not-http" and lasted >= _NOT_HTTP_TOLERATED_SECONDS:
            return Ready(hopeless="not-http")
        if answer.outcome == "silent":
            answer = Answer("silent", reason="silent")
        if answer.outcome != "error-status" and answer.reason != reason:
            reason = answer.reason
            say(reason, answer.detail)
        if now - begin >= timeout:
            return Ready(hopeless=reason or "start-timeout")
        often = answer.outcome == "refused" and now - begin < _REFUSED_SECONDS
        longest = _REFUSED_POLL if often else _LONGEST_POLL
        delay = _HTTP_POLL if answer.outcome == "error-status" else min(2 * delay, longest)
        await asyncio.sleep(delay)
