"""Ends the processes of an app: politely, then for good; and says what could not be ended."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import time
from collections.abc import Awaitable, Callable

from jupyterlab_remote_ide.host import processes
from jupyterlab_remote_ide.host.family import Family
from jupyterlab_remote_ide.host.processes import Process

# A process in the kernel (a dead network file system) cannot be ended; nobody is helped by waiting for it.
_UNKILLABLE_SECONDS = 3.0
# Nothing is left when two looks, so many seconds apart, find nothing.
_APART = 0.05


async def end(members: Callable[[], Awaitable[list[Process]]], grace: float) -> list[Process]:
    """Until ``members`` finds none. Each has ``grace`` seconds between the polite and the final signal.

    Returns what is left: in the kernel, or of an account that we may not signal.
    """
    until = time.monotonic() + grace
    asked: set[Process] = set()
    while left := await find(members):
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
        while any(map(processes.is_alive, left)) and time.monotonic() < look_again:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        if time.monotonic() > until + _UNKILLABLE_SECONDS or (final and set(refused) == set(left)):
            return [process for process in left if processes.is_alive(process)]
    return []


async def find(members: Callable[[], Awaitable[list[Process]]]) -> list[Process]:
    """``members``, asked again a moment later where it finds none."""
    left = await members()
    if left:
        return left
    await asyncio.sleep(_APART)
    return await members()


async def end_one(process: Process, grace: float) -> bool:
    """End a program that is no app of this server, with what descends from it. Whether it is gone."""
    family = Family(secrets.token_hex(16), process.started)
    family.join(process)
    return not await end(lambda: asyncio.to_thread(family.look), grace)


async def end_unseen(group: int, leader: asyncio.subprocess.Process, grace: float) -> bool:
    """Where the table of processes cannot be read: end the group that we made. Whether it is surely gone."""
    for number, patience in ((signal.SIGTERM, grace), (signal.SIGKILL, _UNKILLABLE_SECONDS)):
        until = time.monotonic() + patience
        if not _signal_group(group, number):
            break
        while time.monotonic() < until and _signal_group(group, 0):  # noqa: ASYNC110 - the kernel tells nobody
            await asyncio.sleep(0.02)
    try:
        await asyncio.wait_for(leader.wait(), 2)
    except asyncio.TimeoutError:
        return False
    return not _signal_group(group, 0)


def _signal_group(group: int, number: int) -> bool:
    """Whether anybody is in the group to be signalled."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
