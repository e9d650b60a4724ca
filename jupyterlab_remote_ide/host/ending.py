"""How processes are ended: politely, then for good; with an event loop or without."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Generator

from . import processes
from .processes import Process

# A process in the kernel (a dead network file system) cannot be ended; nobody is helped by waiting for it.
UNKILLABLE_SECONDS = 3.0
# Nothing is left when two looks, so many seconds apart, find nothing.
APART = 0.05
_NAP = 0.02

# ``None`` asks for a look, a number for so many seconds of sleep.
Steps = Generator["float | None", "list[Process] | None", "list[Process]"]


def steps(grace: float) -> Steps:
    """Until a look finds none. Each process has ``grace`` seconds between the polite and the final signal.

    Returns what is left: in the kernel, or of an account that we may not signal.
    """
    until = time.monotonic() + grace
    asked: set[Process] = set()
    while left := (yield None):
        final = time.monotonic() >= until
        refused = [
            process
            for process in (left if final else set(left) - asked)
            if not processes.send(process, signal.SIGKILL if final else signal.SIGTERM)
        ]
        if not final:  # one that a signal had stopped hears it only when it goes on
            for process in filter(processes.is_paused, set(left) - asked):
                processes.send(process, signal.SIGCONT)
        asked.update(left)
        look_again = time.monotonic() + 0.2 if final else min(time.monotonic() + 0.5, until)
        while any(map(processes.is_alive, left)) and time.monotonic() < look_again:
            yield _NAP
        if time.monotonic() > until + UNKILLABLE_SECONDS or (final and set(refused) == set(left)):
            return [process for process in left if processes.is_alive(process)]
    return []


def end(look: Callable[[], list[Process]], grace: float) -> list[Process]:
    """For those without an event loop: blocks. Returns what is left."""
    todo, found = steps(grace), None
    try:
        while True:
            nap, found = todo.send(found), None
            if nap is None:
                found = _find(look)
            else:
                time.sleep(nap)
    except StopIteration as ended:
        left: list[Process] = ended.value
        return left


def _find(look: Callable[[], list[Process]]) -> list[Process]:
    left = look()
    if left:
        return left
    time.sleep(APART)
    return look()
