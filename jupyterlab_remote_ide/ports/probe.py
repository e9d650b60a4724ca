"""What a port speaks: connect, make sure that it is ours, listen for a banner, ask for ``/favicon.ico``.

Never ``GET /``: in Flask, FastAPI and behind Bokeh's redirect that runs the user's own code. Only GET is
answered by all: half the servers refuse HEAD or OPTIONS, and servers for WebSockets alone close on them.
The port is dialled directly, so jupyter-server-proxy's record of activity stays untouched.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from jupyterlab_remote_ide.host.listener import Listener

Kind = Literal["new", "http", "https", "websocket", "tcp", "silent", "internal"]
# Whether the socket at the other end is ours; None: not known yet (nothing accepted). Blocks microseconds.
PeerCheck = Callable[[tuple[str, int], tuple[str, int]], bool | None]

CONNECT_SECONDS = 0.5
ACCEPT_SECONDS = 0.5
BANNER_SECONDS = 0.1
REPLY_SECONDS = 1.0
MAX_BYTES = 4096
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_TLS_ALERT = 0x15
_SERVER_ERROR = 500
_TLS_WANTED = (b"HTTP request to an HTTPS server", b"plain HTTP request was sent to HTTPS")  # Go, nginx


@dataclass(frozen=True)
class Answer:
    """What a probe found. ``banner`` names a protocol that is no web page's; ``foreign`` means that somebody
    else's socket answered, which got no byte from us; ``status`` is HTTP's."""

    kind: Kind
    banner: str | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: _NO_HEADERS)
    foreign: bool = False
    status: int | None = None

    @property
    def fails(self) -> bool:
        """Whether the program has trouble of its own, which it may get over."""
        return self.status is not None and self.status >= _SERVER_ERROR


def target(listener: Listener) -> tuple[str, ...]:
    """The addresses to dial for a row: its own, or the loopback address for a wildcard."""
    if listener.address == "0.0.0.0":  # noqa: S104 - compared, not bound
        return ("127.0.0.1",)
    if listener.address == "::":
        return ("::1",) if listener.v6only else ("127.0.0.1", "::1")
    return (listener.address,)


def banner(data: bytes) -> str | None:
    """The protocol that speaks first; ``zmtp`` is a Jupyter kernel's, measured in under a millisecond."""
    if len(data) >= 10 and data[0] == 0xFF and data[9] == 0x7F:
        return "zmtp"
    if data.startswith(b"SSH-"):
        return "ssh"
    if data.startswith(b"RFB "):
        return "vnc"
    if data.startswith(b"\0\0\x12\4\0") or (
        len(data) >= 9 and data[3:5] == b"\4\0" and data[5:9] == b"\0" * 4
    ):
        return "grpc"  # the SETTINGS frame of HTTP/2
    if len(data) > 4 and data[4] == 0x0A:
        return "mysql"
    return None


async def probe(listener: Listener, is_ours: PeerCheck) -> Answer:
    """Ask one listener once. Two connections and one request at most; never raises but ``CancelledError``."""
    for host in target(listener):
        try:
            first = await _exchange(host, listener, is_ours)
        except OSError:
            continue
        if first is None:
            return await _handshake(host, listener, is_ours)
        return first
    return Answer("silent")


async def _exchange(host: str, listener: Listener, is_ours: PeerCheck) -> Answer | None:
    """The plain conversation; ``None`` where TLS is worth a try. Raises ``OSError`` if nobody is there."""
    with _socket(host) as sock:
        await _connect(sock, host, listener.port)
        ours = await _accepted(sock, is_ours)
        if ours is False:
            return Answer("silent", foreign=True)
        data = await _read(sock, BANNER_SECONDS, stop=lambda _: True)
        if ours is None:  # closed at once, or not accepted: we may listen, but not speak
            return Answer("silent") if data is None else _unasked(data)
        if data is not None:
            return _unasked(data)
        loop = asyncio.get_running_loop()
        try:
            await asyncio.wait_for(loop.sock_sendall(sock, _request(listener.port)), REPLY_SECONDS)
            data = await _read(sock, REPLY_SECONDS, stop=_complete)
        except (OSError, asyncio.TimeoutError):
            data = b""  # reset: as good as a closed connection
        if data is None:
            return Answer("silent")
        if not data or data[0] == _TLS_ALERT:
            return None
        return _asked(data)


def _request(port: int) -> bytes:
    return (
        f"GET /favicon.ico HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: */*\r\n"
        "User-Agent: jupyterlab-remote-ide (probe)\r\nConnection: close\r\n\r\n"
    ).encode()


def _unasked(data: bytes) -> Answer:
    spoken = banner(data)
    return Answer("internal" if spoken == "zmtp" else "tcp", spoken)


def _asked(data: bytes) -> Answer:
    if not data.startswith(b"HTTP/1."):
        return _unasked(data)  # a slow kernel greets after the question
    if any(sentence in data for sentence in _TLS_WANTED):
        return Answer("https")
    lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (x.partition(":") for x in lines[1:])
    }
    code = lines[0].split(" ")[1:2]
    if code == ["426"] or (code == ["400"] and b"upgrade" in data.lower()):
        return Answer("websocket", headers=headers)
    status = int(code[0]) if code and code[0].isdecimal() else None
    return Answer("http", headers=headers, status=status)


def _complete(data: bytes) -> bool:
    """An error page may name TLS in its body; of all others the head is enough."""
    return b"\r\n\r\n" in data and not data[8:13].startswith(b" 400")


async def _handshake(host: str, listener: Listener, is_ours: PeerCheck) -> Answer:
    """One unverified TLS handshake: only whether it succeeds matters."""
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    sock = _socket(host)
    try:
        await _connect(sock, host, listener.port)
        ours = await _accepted(sock, is_ours)
    except BaseException as error:
        sock.close()
        if isinstance(error, OSError):
            return Answer("tcp")
        raise
    if not ours:
        sock.close()
        return Answer("silent", foreign=ours is False)
    try:  # from here on the transport owns the socket and closes it
        opened = asyncio.open_connection(sock=sock, ssl=context, server_hostname="localhost")
        _, writer = await asyncio.wait_for(opened, REPLY_SECONDS)
    except (OSError, asyncio.TimeoutError, EOFError):
        return Answer("tcp")
    writer.transport.abort()
    return Answer("https")


def _socket(host: str) -> socket.socket:
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    sock.setblocking(False)
    return sock


async def _connect(sock: socket.socket, host: str, port: int) -> None:
    try:
        await asyncio.wait_for(asyncio.get_running_loop().sock_connect(sock, (host, port)), CONNECT_SECONDS)
    except asyncio.TimeoutError:
        raise OSError from None


async def _accepted(sock: socket.socket, is_ours: PeerCheck) -> bool | None:
    """Whether our own process took the connection; ``None`` if nobody did in time. Sends nothing."""
    local, peer = sock.getsockname()[:2], sock.getpeername()[:2]
    loop = asyncio.get_running_loop()
    end = loop.time() + ACCEPT_SECONDS
    pause = 0.001
    while (verdict := is_ours(local, peer)) is None and loop.time() < end:
        await asyncio.sleep(pause)
        pause = min(pause * 2, 0.05)
    return verdict


async def _read(sock: socket.socket, seconds: float, stop: Callable[[bytes], bool]) -> bytes | None:
    """What arrives until ``stop``, the end, 4 KiB or the time; ``None`` for silence, empty for the end."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    data = b""
    while len(data) < MAX_BYTES:
        try:
            piece = await asyncio.wait_for(loop.sock_recv(sock, MAX_BYTES - len(data)), end - loop.time())
        except asyncio.TimeoutError:
            return data or None
        except OSError:
            return data
        data += piece
        if not piece or stop(data):
            break
    return data
