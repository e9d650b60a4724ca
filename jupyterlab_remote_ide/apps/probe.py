"""Asks a program whether it answers: a bare HTTP request, or a bare connection.

Written on asyncio streams: no client library, no cookies, no redirects followed, one header block read.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from jupyterlab_remote_ide.host import listeners
from jupyterlab_remote_ide.host.listeners import NoTables
from jupyterlab_remote_ide.proxy.server import Address
from jupyterlab_remote_ide.reasons import AppReason

Outcome = Literal["ready", "refused", "silent", "not-http", "tls", "error-status", "away", "foreign"]
_MAX_HEAD = 32 * 1024
_TYPE = "Content-Type".lower().encode()
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Answer:
    """``status`` is the HTTP status where there was one; ``frames`` whether the page may stand in a frame;
    ``location`` where a redirect leads; ``html``: it is a page for people; ``closed``: the connection was
    taken, and closed without a word;
    ``reason`` and ``detail`` are facts for the user."""

    outcome: Outcome
    status: int | None = None
    frames: bool = True
    location: str | None = None
    html: bool = False
    closed: bool = False
    reason: AppReason | None = None
    detail: Mapping[str, object] = field(default_factory=dict)


async def ask(
    address: Address, path: str = "/", timeout: float = 5.0, headers: Mapping[str, str] = NO_HEADERS
) -> Answer:
    """One try, at most ``timeout`` seconds. Never raises, cancellation aside."""
    try:
        return await asyncio.wait_for(_ask(address, path, headers), timeout)
    except asyncio.TimeoutError:
        return Answer("silent")
    except ConnectionResetError:
        return Answer("refused", closed=True)
    except OSError:
        return Answer("refused")


def look(address: Address) -> Answer:
    """Whether something listens there, by the kernel's tables alone: ``ready`` or ``refused``.

    For programs that speak no HTTP: they take each connection for a guest. TigerVNC shuts everybody out after
    five that said nothing (``BlacklistThreshold``).
    """
    try:
        return Answer("ready" if _is_listed(address) else "refused")
    except (NoTables, OSError):  # no tables here: what has not died is taken to listen
        return Answer("ready")


def _is_listed(address: Address) -> bool:
    if address.unix_socket is not None:
        return listeners.unix(address.unix_socket) is not None
    return any(one.port == address.port for one in listeners.everybody())


async def speaks_tls(address: Address, timeout: float = 2.0) -> bool:
    """Whether a TLS handshake succeeds there, whatever the certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    tls: dict[str, Any] = {"ssl": context, "server_hostname": "localhost"}
    if address.unix_socket is not None:
        dialled: Any = asyncio.open_unix_connection(address.unix_socket, **tls)
    else:
        dialled = asyncio.open_connection(address.host, address.port, **tls)
    try:
        _, writer = await asyncio.wait_for(dialled, timeout)
    except (OSError, ssl.SSLError, asyncio.TimeoutError):
        return False
    writer.transport.abort()
    return True


async def _ask(address: Address, path: str, headers: Mapping[str, str]) -> Answer:
    if address.unix_socket is not None:
        reader, writer = await asyncio.open_unix_connection(address.unix_socket, limit=_MAX_HEAD)
    else:
        reader, writer = await asyncio.open_connection(address.host, address.port, limit=_MAX_HEAD)
    try:
        if address.raw:
            return Answer("ready")
        host = "localhost" if address.unix_socket is not None else f"localhost:{address.port}"
        sent = {"Host": host, "Accept": "text/html, */*", **headers, "Connection": "close"}
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items()), "", ""]
        writer.write("\r\n".join(lines).encode("latin-1", "replace"))
        return await _read(reader)
    finally:
        writer.transport.abort()


async def _read(reader: asyncio.StreamReader) -> Answer:
    start = await reader.read(5)
    while start and len(start) < 5 and b"HTTP/".startswith(start):
        more = await reader.read(5 - len(start))
        if not more:
            break
        start += more
    if not start:
        return Answer("refused", closed=True)  # as a program does that is still starting
    if start != b"HTTP/":
        return Answer("not-http")
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        head = error.partial
    except asyncio.LimitOverrunError:
        head = await reader.read(_MAX_HEAD)
    try:
        status = int(head.split(None, 2)[1])
    except (IndexError, ValueError):
        return Answer("not-http")
    location = _header(head, b"location") if 300 <= status < 400 else None
    html = (_header(head, _TYPE) or "").lower().startswith(("text/html", "application/xhtml"))
    return Answer("error-status" if status >= 500 else "ready", status, _frames(head), location, html)


def _header(head: bytes, wanted: bytes) -> str | None:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == wanted:
            return value.strip().decode("latin-1")
    return None


def _frames(head: bytes) -> bool:
    for line in head.lower().split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"x-frame-options" and b"deny" in value:
            return False
        if name == b"content-security-policy" and b"frame-ancestors 'none'" in value:
            return False
    return True
