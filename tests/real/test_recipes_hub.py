"""What the panel copies on a real hub, run as it is, and what its cards say that a hub does not take."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import websocket
from clients import connect
from clients.recipes import bridge, printed, run
from rig import Account, Hub, accounts

# In the way that the card of PyCharm and the guide tell.
ALLOWED = "c.HubOAuth.allow_token_in_url = True\n"
USERS = ["alice", "bob smith", "eve@x.org"]


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    with accounts("r") as [one]:
        yield one


@pytest.fixture(scope="module")
def hub(account: Account) -> Iterator[Hub]:
    with Hub(account, owner_tokens=True) as running:
        yield running


def copied(hub: Hub, user: str, in_url: bool = False) -> tuple[str, str, dict[str, list[str]]]:
    """The address of a server, a token that its owner's page made, and the text of each client."""
    page = hub.login(user)
    hub.spawn(user)
    own = {"Authorization": f"token {hub.page_config(page, user)['token']}"}
    url = hub.server_url(user)
    wish = {"recipe": "vscode", "note": "laptop", "expires_in": 600}
    made = requests.post(f"{url}remote-ide/v1/apitokens", json=wish, headers=own, timeout=30)
    assert made.status_code == 201, made.text
    secret = str(made.json()["secret"])
    told = requests.get(f"{url}remote-ide/v1/status", headers=own, timeout=30).json()["hub"]
    assert told["token_in_url"] is in_url
    facts: dict[str, Any] = {"isHub": True, "isTokenInUrl": in_url, "hubAddress": hub.url, "user": user}
    return url, secret, printed(url, secret, **facts)


def sockets(url: str, secret: str) -> tuple[int, int]:
    """How a WebSocket of a new kernel is answered: with the token in the header, and in the URL alone."""
    header = {"Authorization": f"token {secret}"}
    made = requests.post(f"{url}api/kernels", json={}, headers=header, timeout=30)
    assert made.status_code == 201, made.text
    at = f"{url.replace('http', 'ws', 1)}api/kernels/{made.json()['id']}/channels"

    def status(address: str, **options: Any) -> int:
        try:
            opened = websocket.create_connection(address, timeout=30, **options)
        except websocket.WebSocketBadStatusException as error:
            return int(error.status_code)
        opened.close()
        return int(opened.status)

    return status(at, header=header), status(f"{at}?token={secret}")


@pytest.mark.parametrize("user", USERS)
def test_each_text_does_what_its_card_says(hub: Hub, user: str, tmp_path: Path) -> None:
    url, secret, texts = copied(hub, user)
    for client in ("vscode", "vscode-hub", "cursor", "pycharm"):
        assert texts[client][0] == f"{url}?token={secret}"
    seen = connect(texts["vscode"][0])
    assert seen["ok"] and seen["output"] == socket.gethostname(), seen
    assert sockets(url, secret) == (101, 403)
    assert len(json.loads(run(["bash"], texts["curl"][0]))) == 1
    if user == USERS[0]:  # why the cards of Python, MCP and Zed warn, and offer the bridge in their place
        code = [sys.executable, "-"]
        refused = subprocess.run(code, input=texts["python"][0], capture_output=True, text=True, timeout=120)
        assert socket.gethostname() not in refused.stdout
    with bridge(texts["bridge"][0], tmp_path) as local:
        seen = connect(f"{local}?token=local")
        assert seen["ok"] and seen["output"] == socket.gethostname(), seen
    hub.stop_server(user)


def test_who_takes_a_token_from_a_url_serves_all_of_them(hub: Hub, account: Account) -> None:
    account.write("hub/zoe/.jupyter/jupyter_server_config.py", ALLOWED)
    url, secret, texts = copied(hub, "zoe", in_url=True)
    assert sockets(url, secret) == (101, 101)
    assert socket.gethostname() in run([sys.executable, "-"], texts["python"][0])
    hub.stop_server("zoe")
