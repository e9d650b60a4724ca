"""Who would answer at one address, by the kernel's own choice of socket; and who listens at all.

The exact question of sock_diag(7) for one destination is answered with the very listener that a connection
would reach, its uid and inode: 25 microseconds, whatever the number of sockets. Where netlink is refused the
text tables say the same, in milliseconds.
"""

from __future__ import annotations

import errno
import math
import os
import socket
import stat
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from . import processes, procnet, sockdiag
from .listener import Listener, ScanFailed

# __SO_ACCEPTCON in linux/net.h
_UNIX_LISTENS = 0x10000
_LOOPBACK = ("127.0.0.1", "::1")
_TEXT_SECONDS = 0.2
_HELD_SECONDS = 5.0


@dataclass(frozen=True)
class Listening:
    """A listening socket as it is reached at ``address`` and ``port``."""

    address: str
    port: int
    uid: int
    inode: int


class NoTables(Exception):
    """This machine does not say who listens."""


class Unread(Exception):
    """The text tables have to be read first, see ``read_tables``."""


class _Text:
    """The text tables, where they are all there is. A read costs milliseconds, since the kernel walks through
    all its sockets; a page with a hundred files is a hundred questions about one port, and they may share an
    answer. A socket of ours that is still open is not looked up again for seconds: while a connection
    reaches it the kernel lets nobody else listen there."""

    def __init__(self) -> None:
        never = -math.inf
        self._held: tuple[float, float, dict[int, list[tuple[int, Listener]]]] = never, never, {}
        self._links: dict[int, str | None] = {}

    def of(self, port: int) -> list[tuple[int, Listener]]:
        return [row for row in self.read() if row[1].port == port]

    def held(self, address: str, port: int, since: float) -> list[tuple[int, Listener]] | None:
        """As it was a moment ago, if somebody listened there; that nobody did counts from ``since`` on alone:
        the next to listen may be another account."""
        began, read, rows = self._held
        if began >= since:
            return rows.get(port, [])
        age, known = time.monotonic() - read, rows.get(port)
        if known is None or age > _HELD_SECONDS:
            return None
        return known if age <= _TEXT_SECONDS or self._is_open(_best(known, address), address) else None

    def hold(self, ports: Collection[int]) -> None:
        """See ``listeners.hold``."""
        own = os.geteuid()
        listed = [row for rows in self._held[2].values() for row in rows]
        wanted = {row.inode for uid, row in listed if uid == own and row.port in ports}
        inodes = {row.inode for _, row in listed}
        links = {inode: link for inode, link in self._links.items() if inode in inodes}
        for inode in wanted - links.keys():
            holder = processes.holder(inode)
            links[inode] = processes.descriptor(holder.pid, inode) if holder is not None else None
        self._links = links

    def _is_open(self, row: tuple[int, Listener] | None, address: str) -> bool:
        # One at "::" may take IPv6 alone, which the tables do not tell: by IPv4 a stranger could come.
        if row is None or (row[1].address == "::" and ":" not in address):
            return False
        link = self._links.get(row[1].inode)
        return link is not None and processes.names(link, row[1].inode)

    def read(self) -> list[tuple[int, Listener]]:
        began = time.monotonic()
        found = procnet.rows()
        rows: dict[int, list[tuple[int, Listener]]] = {}
        for row in found:
            rows.setdefault(row[1].port, []).append(row)
        self._held = began, time.monotonic(), rows  # at once: threads ask, too
        return found


_TEXT = _Text()


def at(address: str, port: int, recent: bool = False, since: float | None = None) -> Listening | None:
    """Who answers at this address of this machine, or ``None``. Raises ``NoTables``.

    ``recent``: where netlink is refused, who listened there a moment ago will do. ``since``: so does all that
    was read since then (``time.monotonic``), and ``Unread`` is raised rather than to read.
    """
    try:
        found = sockdiag.listener(address, port)
    except sockdiag.NoSuchFamily:
        return None
    except OSError:
        return _from_text(address, port, recent, since)
    return None if found is None else Listening(address, port, *found)


def read_tables() -> None:
    """Read what ``at`` needs where it raised ``Unread``: milliseconds, in any thread. Raises ``NoTables``."""
    _text_rows()


def hold(ports: Collection[int]) -> None:
    """These will be asked for again and again: where the tables were read, remember by what our own listeners
    there are known to be open still. Milliseconds, in any thread."""
    _TEXT.hold(ports)


def on_loopback(port: int, ago: float = 0.0) -> list[Listening]:
    """Who answers at 127.0.0.1 and at ::1, in this order. Raises ``NoTables``.

    ``ago``: where tables have to be read, what was read within so many seconds will do.
    """
    since = time.monotonic() - ago if ago else None
    try:
        return _on_loopback(port, since)
    except Unread:
        read_tables()
        return _on_loopback(port, since)


def _on_loopback(port: int, since: float | None = None) -> list[Listening]:
    return [found for address in _LOOPBACK if (found := at(address, port, since=since)) is not None]


def everybody() -> list[Listening]:
    """All that listens, each with an address it can be reached at. Raises ``NoTables``."""
    found = []
    for scanner in (sockdiag.SockDiag(None), sockdiag.SockDiagV2(None)):
        try:
            rows = scanner.rows()
        except OSError:
            continue
        for uid, listener in rows:
            found.append(Listening(_reached_at(listener.address), listener.port, uid, listener.inode))
        return found
    return [
        Listening(_reached_at(listener.address), listener.port, uid, listener.inode)
        for uid, listener in _text_rows()
    ]


def _reached_at(address: str) -> str:
    if address.startswith("::ffff:"):
        address = address[7:]
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)  # noqa: S104 - compared, not bound


def _text_rows() -> list[tuple[int, Listener]]:
    try:
        return _TEXT.read()
    except (OSError, ScanFailed) as error:
        raise NoTables from error


def _from_text(address: str, port: int, recent: bool = False, since: float | None = None) -> Listening | None:
    rows = None
    if recent or since is not None:
        rows = _TEXT.held(address, port, math.inf if since is None else since)
    if rows is None and since is not None:
        raise Unread
    if rows is None:
        try:
            rows = _TEXT.of(port)
        except (OSError, ScanFailed) as error:
            raise NoTables from error
    best = _best(rows, address)
    return None if best is None else Listening(address, port, best[0], best[1].inode)


def _best(rows: list[tuple[int, Listener]], address: str) -> tuple[int, Listener] | None:
    """Of the listeners at a port, each with its uid, who answers at this address."""
    ipv6 = ":" in address
    # As the kernel prefers them: the address itself before the one for all.
    for wanted in (address, "::" if ipv6 else "0.0.0.0", *(() if ipv6 else (f"::ffff:{address}", "::"))):  # noqa: S104
        for uid, row in rows:
            if row.address == wanted:
                return uid, row
    return None


def unix(path: str) -> int | None:
    """The inode of the socket that listens at this path, as its program named it; ``None`` where none does.

    Raises ``NoTables``. A program in another network namespace is not in our table.
    """
    try:
        text = Path("/proc/self/net/unix").read_text(errors="surrogateescape")
    except OSError as error:
        raise NoTables from error
    for line in text.splitlines()[1:]:  # Num RefCount Protocol Flags Type St Inode Path
        cells = line.split(None, 7)
        if len(cells) == 8 and cells[7] == path and int(cells[3], 16) & _UNIX_LISTENS:
            return int(cells[6])
    return None


def made_by(path: str) -> int | None:
    """The uid of the account that made the socket file; ``None`` where there is no socket at this path.

    Of a link to it and the socket behind it, the account that is not ours counts.
    """
    try:
        link, found = Path(path).lstat(), Path(path).stat()
    except OSError:
        return None
    if link.st_uid != os.geteuid():
        return link.st_uid
    return found.st_uid if stat.S_ISSOCK(found.st_mode) else None


def takes_connections(path: str) -> bool:
    """Whether somebody listens behind this socket file; asks by connecting, which also crosses namespaces."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        try:
            probe.connect(path)
        except OSError as error:
            return error.errno in (errno.EAGAIN, errno.EACCES) or isinstance(error, TimeoutError)
    return True
