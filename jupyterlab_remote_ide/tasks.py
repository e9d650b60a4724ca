"""What asyncio leaves to its users."""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

_ASK_AGAIN_SECONDS = 0.5
_T = TypeVar("_T")


async def cancel(*tasks: asyncio.Future[Any]) -> None:
    """Returns when they have ended, by this or otherwise; results and exceptions are their owner's to read.

    Once is not enough: before Python 3.12 ``asyncio.wait_for`` swallows a cancellation that comes together
    with its answer (https://github.com/python/cpython/issues/86296).
    """
    while left := [task for task in tasks if not task.done()]:
        for task in left:
            task.cancel()
        await asyncio.wait(left, timeout=_ASK_AGAIN_SECONDS)


class NoAnswer(Exception):
    """A call did not answer in time, and may go on."""


class Aside:
    """Blocking calls, one after the other, in one daemon thread: one that hangs (a network home that is away)
    neither holds up the event loop nor keeps the server from ending, as a thread of an executor would.
    The thread goes when there was nothing to call for ``idle`` seconds."""

    def __init__(self, name: str, idle: float = 5.0) -> None:
        self._name = name
        self._idle = idle
        self._calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._leaving = threading.Lock()
        self._since: float | None = None

    async def run(self, call: Callable[[], _T], patience: float) -> _T:
        """What it returns or raises; ``NoAnswer`` after ``patience`` seconds, at once where the call
        before it hangs for as long already. A call that was given up before its turn is not made."""
        since = self._since
        if since is not None and time.monotonic() - since >= patience:
            raise NoAnswer
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[_T] = loop.create_future()

        def make() -> None:
            if answer.cancelled():
                return
            self._since = time.monotonic()
            try:
                settle = partial(answer.set_result, call())
            except StopIteration as error:  # which no future takes
                settle = partial(answer.set_exception, RuntimeError(f"StopIteration: {error.value}"))
            except BaseException as error:
                settle = partial(answer.set_exception, error)
            self._since = None
            _later(loop, answer, settle)

        with self._leaving:
            if self._thread is None:
                thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                try:
                    thread.start()
                except RuntimeError:  # no more threads for this account at the moment
                    raise NoAnswer from None
                self._thread = thread
            self._calls.put(make)
        try:
            return await asyncio.wait_for(answer, patience)
        except asyncio.TimeoutError:
            if answer.done() and not answer.cancelled():
                raise  # its own
            raise NoAnswer from None

    def _work(self) -> None:
        while True:
            try:
                call = self._calls.get(timeout=self._idle)
            except queue.Empty:
                with self._leaving:
                    if self._calls.empty():
                        self._thread = None
                        return
            else:
                call()


def _later(loop: asyncio.AbstractEventLoop, answer: asyncio.Future[Any], settle: Callable[[], None]) -> None:
    def unless_given_up() -> None:
        if not answer.done():
            settle()

    try:
        loop.call_soon_threadsafe(unless_given_up)
    except RuntimeError:  # the loop has ended: nobody waits any more
        return
