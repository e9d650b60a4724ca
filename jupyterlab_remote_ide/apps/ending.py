"""Ends the processes of an app: politely, then for good; and says what could not be ended."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import time
from collections.abc import Awaitable, Callable

from jupyterlab_remote_ide.host.ending import APART, UNKILLABLE_SECONDS, steps
from jupyterlab_remote_ide.host.family import Family
from jupyterlab_remote_ide.host.processes import Process


async def end(members: Callable[[], Awaitable[list[Process]]], grace: float) -> list[Process]:
    """See ``host.ending``. Returns what is left."""
    todo, found = steps(grace), None
    try:
        while True:
            nap, found = todo.send(found), None
            if nap is None:
                found = await find(members)
            else:
                await asyncio.sleep(nap)
    except StopIteration as ended:
        left: list[Process] = ended.value
        return left


async def find(members: Callable[[], Awaitable[list[Process]]]) -> list[Process]:
    """``members``, asked again a moment later where it finds none."""
    left = await members()
    if left:
        return left
    await asyncio.sleep(APART)
    return await members()


async def end_one(process: Process, grace: float) -> bool:
    """End a program that is no app of this server, with what descends from it. Whether it is gone."""
    family = Family(secrets.token_hex(16), process.started)
    family.join(process)
    return not await end(lambda: asyncio.to_thread(family.look), grace)


async def end_unseen(group: int, leader: asyncio.subprocess.Process, grace: float) -> bool:
    """Where the table of processes cannot be read: end the group that we made. Whether it is surely gone."""
    for number, patience in ((signal.SIGTERM, grace), (signal.SIGKILL, UNKILLABLE_SECONDS)):
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
