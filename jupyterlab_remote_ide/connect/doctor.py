"""``jupyter remote-ide doctor``, in a terminal on the server: what "Check connection" finds, for support.

Asks each running server of this user by its own API. Its token goes to that server alone, which must be a
process of this user's, and is not printed.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import ssl
import sys
import threading
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from jupyter_server.serverapp import list_running_servers

from jupyterlab_remote_ide.host import listeners
from jupyterlab_remote_ide.redact import mask, one_line

HELP = "check whether an IDE can connect to your running servers, and print what is wrong"
_PATIENCE_SECONDS = 10.0
_MOST_BYTES = 1024 * 1024
_MOST_LETTERS = 300
_NONE = "No Jupyter server of yours runs on this machine. Run this in a terminal of JupyterLab."
_SIGNS = {True: "ok      ", False: "not ok  ", None: "note    "}
_TITLES = {
    "certificate": "Certificate",
    "idle": "Idle rule",
    "login": "Login page",
    "outside": "The token opens the server",
    "socket": "WebSockets",
    "time-left": "Time left",
    "token": "The token at the hub",
}
_ODD = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, http.client.HTTPException)


class _Stays(HTTPRedirectHandler):
    """The token would go along."""

    def redirect_request(self, *_: Any) -> None:
        return None


def main() -> int:
    found = [server for server in list_running_servers() if _is_own(server)]
    if not found:
        sys.stdout.write(f"{_NONE}\n")
        return 1
    healthy = [_tell(server) for server in found]
    return 0 if all(healthy) else 1


def _is_own(server: Mapping[str, Any]) -> bool:
    """The note of a server that was killed elsewhere, in a home that nodes share, may name a stranger's
    process and port of this machine."""
    try:
        os.kill(int(server["pid"]), 0)
        url = urlsplit(str(server["url"]))
        if url.scheme not in {"http", "https"}:
            return True
        port = url.port or (443 if url.scheme == "https" else 80)
        places = {str(one[4][0]) for one in socket.getaddrinfo(url.hostname, port, type=socket.SOCK_STREAM)}
        found = {there.uid for place in places if (there := listeners.at(place, port)) is not None}
    except listeners.NoTables:
        return True  # no system that tells; the process at least is this user's
    except _ODD:
        return False
    return found == {os.getuid()}


def _tell(server: Mapping[str, Any]) -> bool:
    """Prints what is found of one server; whether nothing is wrong."""
    url = urlsplit(str(server["url"]))
    name = f"{url.scheme}://{url.netloc}{url.path}"
    secret = _secret(server, url.path)
    if url.scheme not in {"http", "https"}:
        return _fails(name, "listens on a Unix socket, which IDEs do not reach.", secret)
    try:
        status, checks = _in_time(name, secret)
        hub = status["hub"]
        around = f", JupyterHub {hub['version'] or '(version not known)'}" if hub else ""
        lines = [f"{name}", f"Remote IDE {status['version']}{around}, mode {status['mode']}"]
        lines += [f"  {_SIGNS[False]}{warning}" for warning in status["warnings"]]
        for check in checks:
            said = check["message"] or _TITLES.get(check["id"], check["id"])
            lines.append(f"  {_SIGNS[check['ok']]}{said}")
    except HTTPError as error:
        error.close()
        is_absent = error.code == 404
        return _fails(
            name,
            "has no Remote IDE (its server half is not enabled)."
            if is_absent
            else f"refuses the question ({error.code}).",
            secret,
        )
    except _ODD:
        return _fails(name, "does not answer, or not as a Jupyter server does.", secret)
    for line in lines:
        _say(line, secret)
    return not status["warnings"] and all(check["ok"] is not False for check in checks)


def _secret(server: Mapping[str, Any], path: str) -> str:
    """Under a hub a server has no token of its own; its terminals have the one that the hub gave it."""
    of_hub = os.environ.get("JUPYTERHUB_API_TOKEN", "")
    is_of_hub = path == os.environ.get("JUPYTERHUB_SERVICE_PREFIX")
    return str(server.get("token") or (of_hub if is_of_hub else ""))


def _fails(name: str, why: str, secret: str) -> bool:
    _say(f"{name} {why}", secret)
    return False


def _say(text: str, secret: str) -> None:
    """What a server answers is anybody's word."""
    sys.stdout.write(f"{mask(one_line(text), [secret] if secret else [])[:_MOST_LETTERS]}\n")


def _in_time(name: str, secret: str) -> tuple[Any, Any]:
    """``(status, checks)``. In a thread: a peer that drips for ever does not keep this from its end."""
    found: list[tuple[Any, Any]] = []
    failed: list[BaseException] = []

    def ask() -> None:
        try:
            url = urlsplit(name)
            origin = f"{url.scheme}://{url.netloc}"
            wish = {"origin": origin} | ({"secret": secret} if secret else {})
            api = f"{name}remote-ide/v1"
            found.append(
                (_ask(f"{api}/status", secret), _ask(f"{api}/connect/check", secret, wish)["checks"])
            )
        except Exception as error:
            failed.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(_PATIENCE_SECONDS)
    if failed:
        raise failed[0]
    if not found:
        raise TimeoutError
    return found[0]


def _ask(url: str, secret: str, body: Mapping[str, str] | None = None) -> Any:
    headers = {"Authorization": f"token {secret}"} if secret else {}
    data = None if body is None else json.dumps(body).encode()
    # This user's own process on this machine, whatever its certificate says; the server itself checks that.
    trusting = HTTPSHandler(context=ssl._create_unverified_context())  # noqa: S323
    opener = build_opener(ProxyHandler({}), _Stays, trusting)
    with opener.open(Request(url, data, headers), timeout=_PATIENCE_SECONDS) as answer:  # noqa: S310
        return json.loads(answer.read(_MOST_BYTES))
