"""The kernel's socket table through ``NETLINK_SOCK_DIAG`` (sock_diag(7)): cheap, complete, unprivileged.

One request of type 18 dumps the listening sockets of both address families with uid and inode. The kernel
stops after the listen table when the state mask holds LISTEN alone (``inet_diag_dump_icsk`` in
net/ipv4/inet_diag.c), so the cost grows with the listeners only. A dump takes tens of microseconds: it runs
inline on the event loop.

Layouts (include/uapi/linux/inet_diag.h), native byte order except ports and addresses. A row, counted from
its message's start: +16 family, +20 source port, +24 source address, +80 uid, +84 inode, +88 attributes.
"""

from __future__ import annotations

import errno
import os
import socket
import struct
from collections.abc import Iterator

from .listener import Listener, Scan, ScanFailed

_NETLINK_SOCK_DIAG = 4
_TCPDIAG_GETSOCK = 18
_SOCK_DIAG_BY_FAMILY = 20
_ERROR, _DONE = 2, 3
_REQUEST, _DUMP = 0x1, 0x301
_LISTEN = 1 << 10
_SKV6ONLY = 11
_SEQUENCE = 1  # always the same, so that an unchanged table is answered with the same bytes

_HEAD = struct.Struct("=IHHII")  # length, type, flags, sequence, port id
_ASK18 = struct.Struct("=4B48xII")  # family, two lengths, extensions | socket id | states, unused
_ASK20 = struct.Struct("=4BI48s")  # family, protocol, extensions, padding | states | socket id
_ID = struct.Struct("=2s2s16s16sI8s")  # ports, addresses, interface, cookie
_OWNER = struct.Struct("=II")  # uid, inode
_ATTRIBUTE = struct.Struct("=HH")
_ROW_SIZE = 88
_TIMEOUT = struct.pack("@ll", 1, 0)  # struct timeval
_NO_COOKIE = b"\xff" * 8


def _request(kind: int, flags: int, body: bytes) -> bytes:
    return _HEAD.pack(_HEAD.size + len(body), kind, flags, _SEQUENCE, 0) + body


def _by_family(family: int) -> bytes:
    return _request(_SOCK_DIAG_BY_FAMILY, _DUMP, _ASK20.pack(family, 6, 0, 0, _LISTEN, b"\0" * 48))


ALL_LISTENERS = _request(_TCPDIAG_GETSOCK, _DUMP, _ASK18.pack(0, 0, 0, 0, _LISTEN, 0))


def _open() -> socket.socket:
    netlink = socket.socket(
        getattr(socket, "AF_NETLINK", 16), socket.SOCK_RAW | socket.SOCK_CLOEXEC, _NETLINK_SOCK_DIAG
    )
    try:
        netlink.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _TIMEOUT)
    except OSError:
        netlink.close()
        raise
    return netlink


class NoSuchFamily(OSError):
    """This kernel has no such family of addresses: nobody listens there."""


def _ended(datagram: bytes) -> bool:
    """Whether the dump ends with this datagram; an error the kernel sent is raised.

    DONE comes as a datagram of its own. Should a kernel append it to the last rows, it is the last 20 bytes.
    """
    kind = _HEAD.unpack_from(datagram)[1]
    if kind == _ERROR:
        code = -struct.unpack_from("=i", datagram, 16)[0]
        raise OSError(code, os.strerror(code))
    if kind == _DONE:
        return True
    length, kind, _, sequence, _ = _HEAD.unpack_from(datagram, len(datagram) - 20)
    return (length, kind, sequence) == (20, _DONE, _SEQUENCE)


class SockDiag:
    """Scans with one request of type 18. ``uid`` ``None`` takes everybody's sockets."""

    method = "sock-diag"
    cost = 0.0
    requests: tuple[bytes, ...] = (ALL_LISTENERS,)

    def __init__(self, uid: int | None) -> None:
        self._uid = uid
        self._socket: socket.socket | None = None
        self._last: list[bytes] | None = None

    def scan(self) -> Scan | None:
        """See ``Scanner.scan``. The raw answer is kept: equal bytes need no parsing.

        A connection that waits for ``accept`` changes the bytes too; that costs one needless parse.
        """
        try:
            reply = self._dump()
        except OSError as error:
            # With a fixed sequence number a late datagram looks like a fresh one: never reuse this socket.
            self.close()
            raise ScanFailed(self.method, errno.errorcode.get(error.errno or 0, "timeout")) from None
        if reply == self._last:
            return None
        self._last = reply
        return self._parse(reply)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket = self._last = None

    def _dump(self) -> list[bytes]:
        netlink = self._socket
        if netlink is None:
            netlink = self._socket = _open()
        datagrams = []
        for request in self.requests:
            netlink.send(request)
            while True:
                datagram = netlink.recv(65536)
                datagrams.append(datagram)
                if _ended(datagram):
                    break
        return datagrams

    def rows(self) -> list[tuple[int, Listener]]:
        """All listeners with their uids, in one look that keeps nothing open. Raises ``OSError``."""
        try:
            return [
                (_OWNER.unpack_from(row[0], row[1] + 80)[0], _listener(*row)) for row in _rows(self._dump())
            ]
        finally:
            self.close()

    def _parse(self, reply: list[bytes]) -> Scan:
        own: list[Listener] = []
        foreign: set[int] = set()
        for data, offset, length in _rows(reply):
            uid = _OWNER.unpack_from(data, offset + 80)[0]
            if self._uid is not None and uid != self._uid:
                foreign.add(_port(data, offset))
                continue
            own.append(_listener(data, offset, length))
        rows = sum(len(datagram) > 20 for datagram in reply)
        return Scan(tuple(own), frozenset(foreign), partial=rows > len(self.requests))


class SockDiagV2(SockDiag):
    """The same with ``SOCK_DIAG_BY_FAMILY``, for kernels or policies that refuse type 18: two requests."""

    method = "sock-diag-v2"
    requests = (_by_family(socket.AF_INET), _by_family(socket.AF_INET6))


def _port(data: bytes, offset: int) -> int:
    return data[offset + 20] << 8 | data[offset + 21]


def _listener(data: bytes, offset: int, length: int) -> Listener:
    if data[offset + 16] == socket.AF_INET:
        address, v6only = socket.inet_ntop(socket.AF_INET, data[offset + 24 : offset + 28]), None
    else:
        address = socket.inet_ntop(socket.AF_INET6, data[offset + 24 : offset + 40])
        v6only = _v6only(data, offset + _ROW_SIZE, offset + length)
    return Listener(address, _port(data, offset), _OWNER.unpack_from(data, offset + 80)[1], v6only)


def _rows(reply: list[bytes]) -> Iterator[tuple[bytes, int, int]]:
    for data in reply:
        offset = 0
        while offset + _HEAD.size <= len(data):
            length, kind = _HEAD.unpack_from(data, offset)[:2]
            if length < _HEAD.size:
                break
            if kind not in (_ERROR, _DONE) and length >= _ROW_SIZE:
                yield data, offset, length
            offset += (length + 3) & ~3


def _v6only(data: bytes, offset: int, end: int) -> bool | None:
    """The one-byte attribute SKV6ONLY; ``None`` on kernels that do not send it."""
    while offset + _ATTRIBUTE.size <= end:
        length, kind = _ATTRIBUTE.unpack_from(data, offset)
        if length < _ATTRIBUTE.size:
            break
        if kind == _SKV6ONLY:
            return bool(data[offset + 4])
        offset += (length + 3) & ~3
    return None


def peer_owner(local: tuple[str, int], peer: tuple[str, int]) -> tuple[int, int] | None:
    """``(uid, inode)`` of the socket at the other end of a loopback connection; ``None`` if it is not here.

    The inode is 0 until the other side accepted. Kernels before 6.17 report uid 0 for such a socket
    (``sock_i_uid`` without a file), so a uid counts only together with an inode. Raises ``OSError``.
    """
    return _exact(peer, local)


def listener(address: str, port: int) -> tuple[int, int] | None:
    """``(uid, inode)`` of the listener that a connection to this address reaches, chosen by the kernel;
    ``None`` if nobody listens there. Raises ``OSError``."""
    return _exact((address, port), ("::" if ":" in address else "0.0.0.0", 0))  # noqa: S104 - not bound


def _exact(source: tuple[str, int], destination: tuple[str, int]) -> tuple[int, int] | None:
    """``inet_diag`` for one socket: the request without NLM_F_DUMP (facts of inet_diag_find_one_icsk)."""
    family = socket.AF_INET6 if ":" in source[0] else socket.AF_INET
    ask = _ID.pack(
        source[1].to_bytes(2, "big"),
        destination[1].to_bytes(2, "big"),
        socket.inet_pton(family, source[0]),
        socket.inet_pton(family, destination[0]),
        0,
        _NO_COOKIE,
    )
    with _open() as netlink:
        netlink.send(_request(_SOCK_DIAG_BY_FAMILY, _REQUEST, _ASK20.pack(family, 6, 0, 0, 0xFFF, ask)))
        data = netlink.recv(8192)
    try:
        _ended(data)
    except OSError as error:
        if error.errno == errno.ENOENT:
            return None
        if error.errno in (errno.EINVAL, errno.EAFNOSUPPORT):
            raise NoSuchFamily(error.errno, str(error)) from error
        raise
    uid, inode = _OWNER.unpack_from(data, 80)
    return int(uid), int(inode)
