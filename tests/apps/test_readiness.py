"""When an app that does not answer as it should is told to be so. On a clock that only the test moves."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from jupyterlab_remote_ide.apps import readiness
from jupyterlab_remote_ide.apps.probe import Answer

READY, REFUSED = Answer("ready"), Answer("refused")
ERROR, NOT_HTTP = Answer("error-status", reason="answers-5xx"), Answer("not-http")
ELSEWHERE = Answer("refused", reason="listens-elsewhere")


@pytest.fixture
def clock(monkeypatch):
    """``clock.now``, in seconds since the start."""
    clock = SimpleNamespace(now=0.0)

    async def sleep(seconds):
        clock.now += seconds

    monkeypatch.setattr(readiness, "time", SimpleNamespace(monotonic=lambda: clock.now))
    monkeypatch.setattr(readiness, "asyncio", SimpleNamespace(sleep=sleep))
    return clock


class App:
    """``answers``: by the second from which it answers so. ``elsewhere``: what another port answers."""

    def __init__(self, clock, answers, elsewhere=None):
        self._clock, self._answers, self._elsewhere = clock, answers, elsewhere
        self.asked, self.looked, self.told = [], [], []

    async def ask(self, health):
        self.asked.append(self._clock.now)
        return next(answer for second, answer in reversed(self._answers.items()) if second <= self._clock.now)

    async def look_around(self, use):
        self.looked.append((self._clock.now, use))
        return (self._elsewhere if use else ELSEWHERE) if self._elsewhere else None

    def ready(self, timeout=600.0):
        """What it comes to."""
        return asyncio.run(
            readiness.wait(self, timeout, lambda reason, _: self.told.append((self._clock.now, reason)))
        )


def test_errors_are_borne_for_three_seconds(clock):
    app = App(clock, {0: REFUSED, 1: ERROR})
    assert app.ready() == readiness.Ready(ERROR)
    assert 4 <= clock.now <= 5.1
    questions = [at for at in app.asked if at >= 1]
    assert len(questions) <= 5  # each is in its log


def test_errors_of_a_moment_are_not_told(clock):
    app = App(clock, {0: ERROR, 2: READY})
    assert app.ready() == readiness.Ready(READY)
    assert 2 <= clock.now <= 3.1
    assert app.told == []


def test_what_speaks_no_http_has_ten_seconds(clock):
    assert App(clock, {0: NOT_HTTP}).ready() == readiness.Ready(hopeless="not-http")
    assert 10 <= clock.now <= 10.5


def test_another_port_is_told_soon_and_used_later(clock):
    instead = Answer("ready", reason="listens-elsewhere")
    app = App(clock, {0: REFUSED}, elsewhere=instead)
    assert app.ready() == readiness.Ready(instead)
    assert 4 <= clock.now <= 5
    ((told, reason),) = app.told[:1]
    assert (1.5 <= told <= 1.6, reason) == (True, "listens-elsewhere")
    assert [use for _, use in app.looked] == [False, False, False, True]


def test_a_port_that_opens_is_seen_at_once(clock):
    assert App(clock, {0: REFUSED, 3: READY}).ready() == readiness.Ready(READY)
    assert 3 <= clock.now <= 3.03


def test_a_port_that_never_opens_has_its_time(clock):
    assert App(clock, {0: REFUSED}).ready(timeout=60) == readiness.Ready(hopeless="start-timeout")
    assert 60 <= clock.now <= 60.3
