"""``jupyter remote-ide doctor``, in a terminal on the server: what "Check connection" finds, for support.

Asks each running server of this user by its own API. No secret is printed, or given to another program.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from jupyter_server.serverapp import list_running_servers

HELP = "check whether an IDE can connect to your running servers, and print what is wrong"
_PATIENCE_SECONDS = 10.0
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
_NO_ANSWER = "does not answer."
_NOT_INSTALLED = "has no Remote IDE (its server half is not enabled)."
_REFUSED = "refuses the question ({status})."


def main() -> int:
    found = list(list_running_servers())
    if not found:
        sys.stdout.write(f"{_NONE}\n")
        return 1
    healthy = [_tell(server) for server in found]
    return 0 if all(healthy) else 1


def _tell(server: Mapping[str, Any]) -> bool:
    """Prints what is found of one server; whether nothing is wrong."""
    url = urlsplit(str(server["url"]))
    # Under a hub a server has no token of its own; its terminals have the one that the hub gave it.
    secret = str(server.get("token") or os.environ.get("JUPYTERHUB_API_TOKEN", ""))
    origin = f"{url.scheme}://{url.netloc}"
    name = f"{origin}{url.path}"
    api = f"{name}remote-ide/v1"
    try:
        status = _ask(f"{api}/status", secret)
        wish = {"origin": origin} | ({"secret": secret} if secret else {})
        checks = _ask(f"{api}/connect/check", secret, wish)["checks"]
    except HTTPError as error:
        problem = _NOT_INSTALLED if error.code == 404 else _REFUSED.format(status=error.code)
        sys.stdout.write(f"{name} {problem}\n")
        return False
    except (OSError, ValueError, KeyError):
        sys.stdout.write(f"{name} {_NO_ANSWER}\n")
        return False
    hub = status["hub"]
    around = f", JupyterHub {hub['version'] or '(version not known)'}" if hub else ""
    sys.stdout.write(f"{name}\nRemote IDE {status['version']}{around}, tokens: {status['mode']}\n")
    for warning in status["warnings"]:
        sys.stdout.write(f"  {_SIGNS[False]}{warning}\n")
    for check in checks:
        said = check["message"] or _TITLES.get(check["id"], check["id"])
        sys.stdout.write(f"  {_SIGNS[check['ok']]}{said}\n")
    return not status["warnings"] and all(check["ok"] is not False for check in checks)


def _ask(url: str, secret: str, body: Mapping[str, str] | None = None) -> Any:
    headers = {"Authorization": f"token {secret}"} if secret else {}
    data = None if body is None else json.dumps(body).encode()
    # Not through a proxy of the site: the server is on this machine.
    opener = build_opener(ProxyHandler({}))
    with opener.open(Request(url, data, headers), timeout=_PATIENCE_SECONDS) as answer:  # noqa: S310
        return json.load(answer)
