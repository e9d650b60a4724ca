"""What asyncio leaves to its users."""

from __future__ import annotations

import asyncio
from typing import Any

_ASK_AGAIN_SECONDS = 0.5


async def cancel(*tasks: asyncio.Future[Any]) -> None:
    """Returns when they have ended, by this or otherwise; results and exceptions are their owner's to read.

    Once is not enough: before Python 3.12 ``asyncio.wait_for`` swallows a cancellation that comes together
    with its answer (https://github.com/python/cpython/issues/86296).
    """
    while left := [task for task in tasks if not task.done()]:
        for task in left:
            task.cancel()
        await asyncio.wait(left, timeout=_ASK_AGAIN_SECONDS)
