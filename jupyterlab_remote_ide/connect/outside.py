"""This server as it is seen from outside, at its public address, by a program that is not a browser.

Asked from here: that may differ from what the user's own computer meets (another list of authorities, a
name that leads elsewhere), so what cannot be reached from here is no fault.
"""

from __future__ import annotations

import asyncio
import json
import re
import ssl
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

from tornado.httpclient import HTTPError, HTTPRequest, HTTPResponse
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.websocket import WebSocketError, websocket_connect

from jupyterlab_remote_ide.checks import Check
from jupyterlab_remote_ide.reasons import CheckId, CheckReason
from jupyterlab_remote_ide.visitor import HELLO

T = TypeVar("T")

# Seconds: of the certificate, then of all else at once; together less than ``check.PATIENCE_SECONDS``.
_HANDSHAKE_SECONDS = 1.0
_PATIENCE_SECONDS = 1.6
_MOST_HOPS = 5
_MOST_BYTES = 64 * 1024
_AGENT = "jupyterlab-remote-ide"
_OF_TOKEN: tuple[CheckId, CheckId] = ("outside", "socket")
_HOST = re.compile(r"[\w.:-]{1,253}")
# What this server itself says to a token that opens nothing.
_REFUSALS = {"not-logged-in", "not-authorized"}
# How a portal answers, beside a redirect: https://www.rfc-editor.org/rfc/rfc9110#section-15 (511: rfc6585).
_PORTAL = {401, 403, 407, 511}

# OpenSSL's X509_V_ERR_*: https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/
_CERTIFICATES: Mapping[int, CheckReason] = {
    9: "certificate-expired",  # not yet valid
    10: "certificate-expired",
    20: "certificate-incomplete",
    21: "certificate-incomplete",
    62: "certificate-name",
    64: "certificate-name",
}
_SAID: Mapping[str, str] = {
    "certificate-expired": "The certificate of {host} has expired, or is not valid yet: IDEs refuse it.",
    "certificate-incomplete": "Who signed the certificate of {host} is not known: a private authority, or not"
    " the whole chain is sent. IDEs refuse it.",
    "certificate-name": "The certificate is not for {host}: IDEs refuse it.",
    "certificate-private": "The certificate of {host} is self-signed: VS Code refuses it, unless its setting"
    " jupyter.allowUnauthorizedRemoteConnection is on.",
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
        """Less than 3 s. The token goes to this address alone: through no redirect, and not where a
        certificate leaves open who is there."""
        host = urlsplit(origin).hostname or ""
        base = origin + self._base_url

        def unknown(each: CheckId) -> Check:
            return _no(each, None, "not-from-here", host=host)

        certificate = await _in_time(_certificate(origin, host), unknown("certificate"), _HANDSHAKE_SECONDS)
        hosts: list[str] = []
        walk = _in_time(_walk(base, host, certificate.ok is True, hosts), None)
        if secret is None or certificate.ok is not True:
            await walk
            found = [] if secret is None else [unknown(each) for each in _OF_TOKEN]
        else:
            _, outside, socket = await asyncio.gather(
                walk,
                _in_time(self._token(base, host, secret), unknown("outside")),
                _in_time(self._socket(base, host, secret), unknown("socket")),
            )
            # Where the token itself gets in nowhere, a refused WebSocket is no sign of what stands between.
            found = [outside] if socket.ok is False and outside.ok is not True else [outside, socket]
        told = ", ".join(one for one in hosts if secret is None or secret.lower() not in one)
        login = _no("login", None, "login-elsewhere", hosts=told) if told else Check("login")
        return [*([certificate] if origin.startswith("https:") else []), login, *found]

    async def _token(self, base: str, host: str, secret: str) -> Check:
        answer = await _ask(base + HELLO, secret)
        told = _json(answer)
        if answer.code == 200 and "instance" in told:
            is_here = told["instance"] == self._instance
            return Check("outside") if is_here else _no("outside", False, "other-server", host=host)
        if answer.code in {401, 403} and told.get("reason") in _REFUSALS:
            return _no("outside", False, "token-refused")
        if answer.code in _PORTAL or answer.code < 400:
            there = urlsplit(urljoin(base, answer.headers.get("Location", ""))).hostname or host
            if secret.lower() in there or not _HOST.fullmatch(there):
                there = host
            return _no("outside", False, "portal", host=there)
        return _no("outside", False, "proxy-error", host=host, status=answer.code)

    async def _socket(self, base: str, host: str, secret: str) -> Check:
        url = f"ws{base.removeprefix('http')}{HELLO}/socket"
        try:
            socket = await websocket_connect(_request(url, secret))
        except WebSocketError:
            return _no("socket", False, "socket-refused", host=host)
        except HTTPError as error:
            if error.code == 599:
                raise  # no answer
            return _no("socket", False, "socket-refused", host=host)
        try:
            heard = await socket.read_message()
        finally:
            socket.close()
        return (
            Check("socket") if heard == self._instance else _no("socket", False, "socket-refused", host=host)
        )


async def _in_time(check: Coroutine[Any, Any, T], otherwise: T, seconds: float = _PATIENCE_SECONDS) -> T:
    """What answers may be anything: whatever goes wrong, the one that is not known says so."""
    try:
        return await asyncio.wait_for(check, seconds)
    except Exception:
        return otherwise


def _no(id: CheckId, ok: bool | None, reason: CheckReason, **detail: str | int) -> Check:
    return Check(id, ok, reason, _SAID[reason].format(**detail), detail)


async def _certificate(origin: str, host: str) -> Check:
    address = urlsplit(origin)
    if address.scheme != "https":
        return Check("certificate")
    try:
        _, writer = await asyncio.open_connection(host, address.port or 443, ssl=_trust())
    except ssl.SSLCertVerificationError as error:
        reason = _CERTIFICATES.get(error.verify_code, "certificate-private")
        return _no("certificate", False, reason, host=host)
    writer.transport.abort()
    return Check("certificate")


async def _walk(url: str, host: str, is_verified: bool, hosts: list[str]) -> None:
    """Without any credential, as VS Code goes before it uses its token; the names of hosts alone are kept."""
    for _ in range(_MOST_HOPS):
        answer = await _ask(url, None, is_verified)
        there = answer.headers.get("Location")
        if not 300 <= answer.code < 400 or there is None:
            return
        url = urljoin(url, there)
        parts = urlsplit(url)
        name = parts.hostname or ""
        if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(name):
            return
        if name not in {host, *hosts}:
            hosts.append(name)


async def _ask(url: str, secret: str | None, is_verified: bool = True) -> HTTPResponse:
    """Raises anything where there is no answer."""
    client = SimpleAsyncHTTPClient(force_instance=True, max_body_size=_MOST_BYTES)
    try:
        answer = await client.fetch(_request(url, secret, is_verified), raise_error=False)
    finally:
        client.close()
    if answer.code == 599:
        raise answer.error or HTTPError(599)
    return answer


def _request(url: str, secret: str | None, is_verified: bool = True) -> HTTPRequest:
    return HTTPRequest(
        url,
        headers={"Accept": "application/json"} | ({"Authorization": f"token {secret}"} if secret else {}),
        user_agent=_AGENT,
        follow_redirects=False,
        validate_cert=is_verified,
        ssl_options=_trust() if is_verified else None,
        decompress_response=False,
        connect_timeout=_PATIENCE_SECONDS,
        request_timeout=_PATIENCE_SECONDS,
    )


def _trust() -> ssl.SSLContext:
    """As Node and so VS Code has it; since 3.13 Python wants more of a certificate, and less of a chain."""
    context = ssl.create_default_context()
    context.verify_flags &= ~(ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN)
    return context


def _json(answer: HTTPResponse) -> dict[str, Any]:
    try:
        data = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
