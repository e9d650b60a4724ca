"""JupyterHub's REST API, asked with the token of who wants to know."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from tornado.httpclient import HTTPError, HTTPRequest
from tornado.netutil import Resolver
from tornado.simple_httpclient import SimpleAsyncHTTPClient

from jupyterlab_remote_ide.errors import Denied, RemoteIDEError, Unavailable

# Seconds. A hub on a busy site may take some; the page waits for it.
CONNECT_SECONDS = 5.0
PATIENCE = 10.0


@dataclass(frozen=True)
class Answer:
    """``data`` is what the hub's JSON says; of a refusal that says nothing, an empty mapping."""

    status: int
    data: Any

    @property
    def message(self) -> str:
        """Why it refused, in the hub's words; empty where it has none (a bad token on hub 6)."""
        return str((self.data.get("message") if isinstance(self.data, Mapping) else None) or "")


async def ask(
    login: Any, method: str, path: str, secret: str, body: Mapping[str, object] | None = None
) -> Answer:
    """``path`` is below the API's root, its parts encoded. ``login`` is the ``HubOAuth`` of this server.

    No redirect is followed: it would carry the token away. Raises ``Unavailable`` where the hub gives no
    answer that can be read: not in time, too busy, or somebody else's page.
    """
    url, resolver = _address(f"{login.api_url.rstrip('/')}/{path}")
    request = HTTPRequest(
        url,
        method,
        headers={"Authorization": f"token {secret}", "Accept": "application/json"},
        body=None if body is None else json.dumps(body),
        follow_redirects=False,
        connect_timeout=CONNECT_SECONDS,
        request_timeout=PATIENCE,
        **_tls(login),
    )
    client = SimpleAsyncHTTPClient(force_instance=True, resolver=resolver)
    try:
        reply = await client.fetch(request, raise_error=False)
    except (HTTPError, OSError, ValueError):
        raise silent() from None
    finally:
        client.close()
    status = reply.code
    if status == 429:
        msg = "The hub has too much to do."
        raise Unavailable(msg, "hub-busy")
    # 599 is tornado's own: no answer.
    if status >= 500:
        raise silent()
    return Answer(status, _read(status, reply.body))


async def require_known(login: Any, secret: str) -> None:
    """Raises ``Denied`` where the hub does not take this login any more."""
    if (await ask(login, "GET", "user", secret)).status >= 300:
        login.cache.clear()  # so that a reload of the page leads to the hub's own login
        msg = "The hub does not know this login any more."
        raise Denied(msg, "hub-login-again")


def silent() -> RemoteIDEError:
    msg = "The hub does not answer."
    return Unavailable(msg, "hub-silent")


def odd() -> RemoteIDEError:
    msg = "What answered in the place of the hub is something else."
    return Unavailable(msg, "hub-odd-answer")


class _Socket(Resolver):
    def initialize(self, file: str) -> None:
        self._file = file

    async def resolve(self, *_: Any) -> list[tuple[int, Any]]:
        return [(socket.AF_UNIX, self._file)]


def _address(url: str) -> tuple[str, Resolver | None]:
    """A hub on this machine may listen on a socket file: ``http+unix://<its path, encoded>/…``."""
    file, _, rest = url.removeprefix("http+unix://").partition("/")
    if not url.startswith("http+unix://"):
        return url, None
    return f"http://localhost/{rest}", _Socket(file=unquote(file))


def _read(status: int, body: bytes) -> Any:
    if status == 204:
        return {}
    try:
        data = json.loads(body)
    except ValueError:
        raise odd() from None
    if status < 300 and not isinstance(data, dict):
        raise odd()
    return data


def _tls(login: Any) -> dict[str, Any]:
    """Of a hub with TLS between its parts (``internal_ssl``)."""
    names = {"client_cert": "certfile", "client_key": "keyfile", "ca_certs": "client_ca"}
    found = {name: getattr(login, trait, "") for name, trait in names.items()}
    return {name: value for name, value in found.items() if value}
