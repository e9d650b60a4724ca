"""Which address a request to a port of this machine may go to, so that it never reaches another account.

A proxied request carries the visitor's cookie and token. jupyter-server-proxy dials ``localhost``, which may
lead to ``::1`` first, where another account can listen on the same port.
"""

from __future__ import annotations

import asyncio
import math
import os
import socket
import time
from collections.abc import Sequence
from contextlib import suppress

from jupyterlab_remote_ide.host import listeners, processes
from jupyterlab_remote_ide.host.listeners import Listening, NoTables, Unread
from jupyterlab_remote_ide.tasks import Aside, NoAnswer

LOCALHOST = "localhost"
_PATIENCE_SECONDS = 5.0
_V4, _V6 = ("127.0.0.1", "::1"), ("::1", "127.0.0.1")
_HERE = {
    **dict.fromkeys((LOCALHOST, "127.0.0.1", "0.0.0.0", ""), _V4),  # noqa: S104 - asked, not bound
    **dict.fromkeys(("::1", "::"), _V6),
}


async def here(host: str) -> Sequence[str]:
    """The addresses of this machine that this name leads to, and of a loopback address the other one after
    it; none for another machine's, nor for a name that cannot be looked up."""
    known = _HERE.get(host.lower().rstrip("."))
    if known is not None:
        return known
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, None, type=socket.SOCK_DGRAM)
    except (OSError, ValueError):
        return ()
    return [str(address[0]) for family, _, _, _, address in found if _is_own(family, address)]


async def address_for(port: int, host: str, addresses: Sequence[str]) -> str | None:
    """The host to dial instead of ``host``; ``None`` where that would reach another account, or where only
    another account has the port. ``addresses``: see ``here``. Exact questions to the kernel: microseconds; of
    the text tables, where they are all there is, a read that others may have waited for, too.

    It is a number where it is known which: then nobody has to look the name up for each request. Where the
    machine does not tell who listens, it is ``host``, as without us.
    """
    uid = os.geteuid()
    if processes.uids_tell_nothing(uid):
        return host
    try:
        found = await _listening(port, addresses, uid)
    except NoTables:
        return host
    listening = [one for one in found if one is not None]
    strangers = any(one.uid != uid for one in listening)
    # The kernel lets nobody else listen where a connection reaches a program of ours.
    is_first_own = _is_of(found[0], uid)
    if is_first_own and (strangers or len({one.inode for one in listening}) == 1):
        return addresses[0]
    return None if strangers else host


def _is_of(listening: Listening | None, uid: int) -> bool:
    return listening is not None and listening.uid == uid


async def _listening(port: int, addresses: Sequence[str], uid: int) -> list[Listening | None]:
    since = time.monotonic()
    for _ in range(2):
        try:
            first = listeners.at(addresses[0], port, since=since)
            # Where the first is ours, who is at the others is no question of safety: what is known will do.
            others = -math.inf if _is_of(first, uid) else since
            return [first, *(listeners.at(address, port, since=others) for address in addresses[1:])]
        except Unread:
            with suppress(NoAnswer):
                await _TABLES.read(port)
    return [listeners.at(address, port, recent=True) for address in addresses]


class _Tables:
    """Reads the text tables without holding up the event loop, once for all who ask while a read goes on."""

    def __init__(self) -> None:
        self._aside = Aside("remote-ide-listeners")
        self._next: asyncio.Future[None] | None = None
        self._ports: set[int] = set()

    async def read(self, port: int) -> None:
        """Returns when a read has ended that began after this call."""
        self._ports.add(port)
        coming = self._next  # the thread forgets it
        if coming is None or coming.done():
            coming = self._next = asyncio.ensure_future(self._aside.run(self._begin, _PATIENCE_SECONDS))
        await asyncio.shield(coming)

    def _begin(self) -> None:
        self._next = None  # who comes from now on waits for another
        ports, self._ports = self._ports, set()
        listeners.read_tables()
        listeners.hold(ports)


_TABLES = _Tables()


def _is_own(family: int, address: tuple[object, ...]) -> bool:
    """The kernel binds to its own addresses only."""
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address[0], 0, *address[2:]))
        except OSError:
            return False
    return True
