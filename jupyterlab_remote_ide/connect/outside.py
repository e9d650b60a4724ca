"""This server as it is seen from outside, at its public address, by a program that is not a browser.

Asked from here: that may differ from what the user's own computer meets (another list of authorities, a
name that leads elsewhere), so what cannot be reached from here is no fault.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from tornado.httpclient import HTTPError, HTTPRequest, HTTPResponse
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.websocket import WebSocketError, websocket_connect

from jupyterlab_remote_ide.checks import Check
from jupyterlab_remote_ide.reasons import CheckId, CheckReason
from jupyterlab_remote_ide.visitor import HELLO

# Seconds: of the certificate, then of all else at once.
_HANDSHAKE_SECONDS = 1.0
_PATIENCE_SECONDS = 1.8
_MOST_HOPS = 5
_MOST_BYTES = 256 * 1024
_AGENT = "jupyterlab-remote-ide"
_OF_TOKEN: tuple[CheckId, CheckId] = ("outside", "socket")

# OpenSSL's X509_V_ERR_*: https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/
_CERTIFICATES: Mapping[int, CheckReason] = {
    9: "certificate-expired",  # not yet valid
    10: "certificate-expired",
    62: "certificate-name",
    64: "certificate-name",
}
_SAID: Mapping[str, str] = {
    "certificate-expired": "The certificate of {host} has expired, or is not valid yet: IDEs refuse it.",
    "certificate-name": "The certificate is not for {host}: IDEs refuse it.",
    "certificate-private": "The certificate of {host} is of an authority that is not known everywhere: VS"
    " Code refuses it, unless its setting jupyter.allowUnauthorizedRemoteConnection is on.",
    "login-elsewhere": "VS Code asks the login page first: it must reach {hosts} from the user's computer.",
    "not-from-here": "{host} cannot be reached from the server itself, so this was not tried.",
    "other-server": "Another server answers at {host}.",
    "portal": "Something in front of the server, at {host}, wants a login of its own. An IDE cannot pass it.",
    "proxy-error": "What stands in front of the server at {host} answers with an error ({status}).",
    "socket-refused": "Something in front of the server at {host} lets no WebSocket of a program through:"
    " kernels do not start.",
    "token-refused": "The token is refused. Make a new one.",
}


class Outside:
    """``instance``: what this server says at ``HELLO``."""

    def __init__(self, instance: str, base_url: str) -> None:
        self._instance = instance
        self._base_url = base_url

    async def look(self, origin: str, secret: str | None) -> list[Check]:
        """At most 3 s. The token goes to this address alone: through no redirect, and not where a
        certificate leaves open who is there."""
        host = urlsplit(origin).hostname or ""
        certificate = await _certificate(origin, host)
        base = origin + self._base_url
        asked = [_walk(base, host, is_verified=certificate.ok is True)]
        untried: list[Check] = []
        if secret is not None:
            if certificate.ok is True:
                asked += [self._token(base, host, secret), self._socket(base, host, secret)]
            else:
                untried = [_no(each, None, "not-from-here", host=host) for each in _OF_TOKEN]
        found = [*await asyncio.gather(*asked), *untried]
        return [certificate, *found] if origin.startswith("https:") else found

    async def _token(self, base: str, host: str, secret: str) -> Check:
        answer = await _ask(base + HELLO, secret)
        if answer is None:
            return _no("outside", None, "not-from-here", host=host)
        if answer.code in {401, 403} and "reason" in _json(answer):
            return _no("outside", False, "token-refused")
        if answer.code >= 500:
            return _no("outside", False, "proxy-error", host=host, status=answer.code)
        told = _json(answer).get("instance")
        if told is None:
            there = urlsplit(urljoin(base, answer.headers.get("Location", ""))).hostname or host
            return _no("outside", False, "portal", host=there)
        return (
            Check("outside") if told == self._instance else _no("outside", False, "other-server", host=host)
        )

    async def _socket(self, base: str, host: str, secret: str) -> Check:
        url = f"ws{base.removeprefix('http')}{HELLO}/socket"
        heard: object
        try:
            heard = await asyncio.wait_for(_heard(_request(url, secret)), _PATIENCE_SECONDS)
        except HTTPError as error:
            heard = error.code
        except (OSError, ValueError, asyncio.TimeoutError):
            heard = None
        if heard == self._instance:
            return Check("socket")
        if heard in {None, 599}:
            return _no("socket", None, "not-from-here", host=host)
        return _no("socket", False, "socket-refused", host=host)


async def _heard(request: HTTPRequest) -> object:
    """The first that a WebSocket says; ``False`` where none is opened, or it says nothing."""
    try:
        socket = await websocket_connect(request)
    except WebSocketError:
        return False
    try:
        return await socket.read_message() or False
    finally:
        socket.close()
        await socket.read_message()  # the end of it


def _no(id: CheckId, ok: bool | None, reason: CheckReason, **detail: str | int) -> Check:
    return Check(id, ok, reason, _SAID[reason].format(**detail), detail)


async def _certificate(origin: str, host: str) -> Check:
    address = urlsplit(origin)
    if address.scheme != "https":
        return Check("certificate")
    opening = asyncio.open_connection(host, address.port or 443, ssl=ssl.create_default_context())
    try:
        _, writer = await asyncio.wait_for(opening, _HANDSHAKE_SECONDS)
        writer.close()
    except ssl.SSLCertVerificationError as error:
        return _no(
            "certificate", False, _CERTIFICATES.get(error.verify_code, "certificate-private"), host=host
        )
    except (OSError, asyncio.TimeoutError, ValueError):
        return _no("certificate", None, "not-from-here", host=host)
    return Check("certificate")


async def _walk(url: str, host: str, is_verified: bool) -> Check:
    """Without any credential, as VS Code goes before it uses its token; the names of hosts alone are told."""
    hosts: list[str] = []
    for _ in range(_MOST_HOPS):
        answer = await _ask(url, None, is_verified)
        there = answer.headers.get("Location") if answer is not None and 300 <= answer.code < 400 else None
        if there is None:
            break
        url = urljoin(url, there)
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or parts.hostname is None:
            break
        if parts.hostname not in {host, *hosts}:
            hosts.append(parts.hostname)
    return _no("login", None, "login-elsewhere", hosts=", ".join(hosts)) if hosts else Check("login")


async def _ask(url: str, secret: str | None, is_verified: bool = True) -> HTTPResponse | None:
    client = SimpleAsyncHTTPClient(force_instance=True, max_body_size=_MOST_BYTES)
    try:
        answer = await client.fetch(_request(url, secret, is_verified), raise_error=False)
    except (HTTPError, OSError, ValueError):
        return None
    finally:
        client.close()
    return None if answer.code == 599 else answer


def _request(url: str, secret: str | None, is_verified: bool = True) -> HTTPRequest:
    return HTTPRequest(
        url,
        headers={"Accept": "application/json"} | ({"Authorization": f"token {secret}"} if secret else {}),
        user_agent=_AGENT,
        follow_redirects=False,
        validate_cert=is_verified,
        connect_timeout=_PATIENCE_SECONDS,
        request_timeout=_PATIENCE_SECONDS,
    )


def _json(answer: HTTPResponse) -> dict[str, Any]:
    try:
        data = json.loads(answer.body)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
