"""Servers with tiles of every kind, and what a person or a script asks of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import programs
import requests
from driver import V1, Row
from reading import data_of
from rig import Account, Server
from rig.server import until

NAVIGATION = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate", "Accept": "text/html,*/*"}
SCRIPT = {"Sec-Fetch-Dest": "empty", "Accept": "*/*"}


def starts_file(account: Account, name: str) -> Path:
    return account.home / f"starts-{name}"


def starts(account: Account, name: str) -> int:
    """How often the program of that tile was spawned."""
    file = starts_file(account, name)
    return len(file.read_text().splitlines()) if file.exists() else 0


def command(account: Account, name: str, mode: str) -> list[str]:
    return [programs.python(), programs.path("app.py"), mode, "{port}", str(starts_file(account, name))]


def configure(account: Account, tiles: Mapping[str, str], extra: str = "") -> None:
    """Write the server's configuration: a command per tile, as Python text."""
    lines = ["c = get_config()", "def raises(*args):", "    raise ValueError('no licence on this node')", ""]
    lines.append("c.ServerProxy.servers = {")
    for name, text in tiles.items():
        entry = f"{{'title': {name.title()!r}, 'path_info': {name + '/'!r}}}"
        lines.append(f"    {name!r}: {{'command': {text}, 'timeout': 1, 'launcher_entry': {entry}}},")
    lines.append("}")
    account.write(".jupyter/jupyter_server_config.py", "\n".join([*lines, extra]) + "\n")


def tile(server: Server, name: str, verb: str = "start", **body: Any) -> requests.Response:
    return server.post(f"{V1}/apps/{name}/{verb}", body or None)


def row(server: Server, name: str) -> Row:
    rows = server.get(f"{V1}/apps").json()["apps"]
    found: Row = next(one for one in rows if one["name"] == name)
    return found


def reaches(server: Server, name: str, *states: str, timeout: float = 30) -> Row:
    """Wait until the app is in one of these states; its row."""

    def there() -> Row | None:
        now = row(server, name)
        return now if now["state"] in states else None

    try:
        found: Row = until(there, f"{name} is {' or '.join(states)}", timeout)
    except AssertionError as error:
        raise AssertionError(f"{error}; it is {row(server, name)}\n{log(server, name)}") from None
    return found


def log(server: Server, name: str) -> str:
    lines = server.get(f"{V1}/apps/{name}/log").json()["lines"]
    return "\n".join(line if isinstance(line, str) else str(line) for line in lines)


def visit(server: Server, path: str, **options: Any) -> requests.Response:
    """What a browser's address bar gets."""
    return server.get(path, headers=NAVIGATION, **options)


def start_page(answer: requests.Response) -> tuple[str, str | None]:
    """State and reason that the start page tells; fails for every other page."""
    assert answer.status_code == 503, f"{answer.status_code}: {answer.text[:300]}"
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.headers["Cache-Control"] == "no-store"
    data = data_of(answer.text)
    assert data and "app" in data, answer.text[:500]
    assert 'id="back" href="' in answer.text
    return data["app"]["state"], data["app"]["reason"]
