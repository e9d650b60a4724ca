"""Ends the processes of an app: politely, then for good."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable

from jupyterlab_remote_ide.host import processes

# A process in the kernel (a dead network file system) cannot be ended; nobody is helped by waiting for it.
_UNKILLABLE_SECONDS = 3.0


async def end(members: Callable[[], Awaitable[list[processes.Process]]], grace: float) -> None:
    """Until ``members`` finds none. Each has ``grace`` seconds between the polite and the final signal."""
    until = time.monotonic() + grace
    asked: set[processes.Process] = set()
    while left := await members():
        final = time.monotonic() >= until
        for process in left if final else set(left) - asked:
            processes.send(process, signal.SIGKILL if final else signal.SIGTERM)
        asked.update(left)
        look_again = time.monotonic() + 0.2 if final else min(time.monotonic() + 0.5, until)
        while any(map(processes.is_alive, left)) and time.monotonic() < look_again:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        if time.monotonic() > until + _UNKILLABLE_SECONDS:
            break
