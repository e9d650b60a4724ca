"""Blocking calls beside the event loop."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from jupyterlab_remote_ide import tasks
from jupyterlab_remote_ide.tasks import Aside, NoAnswer


async def test_answers_and_errors_are_its_callers():
    aside = Aside("test")
    assert await asyncio.gather(*(aside.run(lambda n=n: n, 10) for n in range(20))) == list(range(20))

    def fails():
        raise TimeoutError(5)

    with pytest.raises(TimeoutError):  # the function's own, told apart from ours
        await aside.run(fails, 10)
    with pytest.raises(SystemExit):
        await aside.run(lambda: exec("raise SystemExit"), 10)
    assert await aside.run(lambda: "and on", 10) == "and on"


async def test_what_hangs_is_given_up_and_what_waits_behind_it_is_not_made():
    aside, back, made = Aside("test"), threading.Event(), []
    with pytest.raises(NoAnswer):
        await aside.run(back.wait, 0.2)
    begin = time.monotonic()
    with pytest.raises(NoAnswer):  # at once: the one before it is waited for already
        await aside.run(lambda: made.append(1), 0.2)
    assert time.monotonic() - begin < 0.2
    with pytest.raises(NoAnswer):
        await aside.run(lambda: made.append(2), 0.6)
    back.set()
    assert await aside.run(lambda: list(made), 10) == []


@pytest.mark.parametrize("idle", [0.05, 0])
async def test_the_thread_goes_when_nothing_is_left_and_comes_again(idle):
    aside = Aside("only this one", idle)
    for _ in range(3):
        assert await aside.run(lambda: 1, 10) == 1
        for _ in range(500):
            if "only this one" not in {thread.name for thread in threading.enumerate()}:
                break
            await asyncio.sleep(0.02)
        assert "only this one" not in {thread.name for thread in threading.enumerate()}


async def test_who_is_cancelled_leaves_no_trace():
    aside, back = Aside("test"), threading.Event()
    task = asyncio.ensure_future(aside.run(back.wait, 10))
    await asyncio.sleep(0.05)
    await tasks.cancel(task)
    assert task.cancelled()
    back.set()
    assert await aside.run(lambda: "next", 10) == "next"


async def test_an_account_without_threads_left_gets_no_answer_and_then_one(monkeypatch):
    aside = Aside("test")

    def none_left(thread):
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as full:
        full.setattr(threading.Thread, "start", none_left)
        for _ in range(2):
            with pytest.raises(NoAnswer):
                await aside.run(lambda: 1, 10)
    assert await aside.run(lambda: 2, 10) == 2


async def test_what_no_future_takes_is_told_at_once():
    with pytest.raises(RuntimeError, match="StopIteration"):
        await Aside("test").run(lambda: next(iter(())), 60)
