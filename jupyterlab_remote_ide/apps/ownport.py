"""Is this address the Jupyter server's own? A proxy that asks itself goes on without end."""

from __future__ import annotations

import asyncio
import socket

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0", "::", ""})  # noqa: S104 - asked, not bound


async def is_this_machine(host: str) -> bool:
    """Whether this name leads here. One that cannot be looked up leads nowhere."""
    if host.lower().rstrip(".") in _LOOPBACK:
        return True
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, None, type=socket.SOCK_DGRAM)
    except (OSError, ValueError):
        return False
    return any(_is_own(family, address) for family, _, _, _, address in found)


def _is_own(family: int, address: tuple[object, ...]) -> bool:
    """The kernel binds to its own addresses only."""
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address[0], 0, *address[2:]))
        except OSError:
            return False
    return True
