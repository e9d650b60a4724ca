"""What the panel copies for each client, run as it is by that client's own library."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import Any
from urllib.parse import quote

import pytest
import requests
from clients import connect, make_token
from clients.recipes import bridge, printed, run
from rig import Account, Hub, Server, browser
from rig.places import CACHE, VENV
from rig.server import page_config

MCP = CACHE / "envs" / "mcp" / "bin" / "jupyter-mcp-server"
HUBS = {"6": VENV, "5": CACHE / "envs" / "hub5"}
BASES = ["/", "/user/ann@x.org/gpu%20one/"]


@pytest.mark.parametrize("base_url", BASES)
def test_each_text_does_what_its_card_says(account: Account, base_url: str) -> None:
    with Server(account, base_url=base_url) as server:
        secret = make_token(server)["secret"]
        texts = printed(server.url, secret)
        for client in ("vscode", "cursor", "pycharm"):
            assert texts[client][0] == f"{server.url}?token={secret}"
        seen = connect(texts["cursor"][0])
        assert seen["ok"], seen
        assert seen["output"] == socket.gethostname()
        assert json.loads(run(["bash"], texts["curl"][0])) == server.get("api/kernels").json()
        assert socket.gethostname() in run([sys.executable, "-"], texts["python"][0])


def test_agents_run_a_cell(account: Account, tmp_path: Path) -> None:
    """The real jupyter-mcp-server, over its standard input and output as agents start it."""
    assert MCP.exists(), "jupyter-mcp-server is missing: make .cache/stamps/mcp"
    with Server(account, base_url=BASES[1]) as server:
        text = printed(server.url, make_token(server)["secret"])["mcp"][0]
        lines = tmp_path / "lines"
        lines.write_text(text.replace("uvx jupyter-mcp-server@latest", f"exec {MCP}"))
        env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
        with (
            (tmp_path / "log").open("w") as log,
            subprocess.Popen(
                ["bash", lines],
                env=env,
                cwd=tmp_path,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            ) as program,
        ):
            limit = Timer(90, program.kill)
            limit.start()
            assert program.stdin is not None and program.stdout is not None

            def ask(method: str, **params: Any) -> dict[str, Any]:
                wish = {"jsonrpc": "2.0", "id": method, "method": method, "params": params}
                print(json.dumps(wish), file=program.stdin, flush=True)
                for line in program.stdout or ():
                    answer: dict[str, Any] = json.loads(line)
                    if answer.get("id") == method:
                        assert "result" in answer, line
                        result: dict[str, Any] = answer["result"]
                        return result
                raise AssertionError(f"no answer to {method}: {(tmp_path / 'log').read_text()}")

            try:
                about = {"name": "test", "version": "1"}
                ask("initialize", protocolVersion="2025-06-18", capabilities={}, clientInfo=about)
                started = {"jsonrpc": "2.0", "method": "notifications/initialized"}
                print(json.dumps(started), file=program.stdin, flush=True)
                ran = ask("tools/call", name="execute_code", arguments={"code": "!hostname"})
                assert not ran["isError"] and socket.gethostname() in ran["content"][0]["text"], ran
                assert len(server.get("api/kernels").json()) == 1
            finally:
                limit.cancel()
                program.kill()


def test_the_address_of_lab_leads_to_the_login_and_back(server: Server) -> None:
    """JupyterLab Desktop waits until a page below this address has JupyterLab's configuration."""
    (address,) = printed(server.url, "s")["desktop"]
    session = browser()
    asked = session.get(address, timeout=30)
    assert asked.url.startswith(f"{server.url}login?"), asked.url
    form = {"password": server.token, "_xsrf": session.cookies["_xsrf"]}
    page = session.post(asked.url, data=form, timeout=30)
    assert page.url == address and page_config(page.text)["appVersion"]
    # Why the card gives no token of ours: it opens no pages.
    secret = make_token(server)["secret"]
    assert browser().get(f"{address}?token={secret}", timeout=30).url.startswith(f"{server.url}login?")


@pytest.mark.parametrize("version", HUBS)
def test_spyder_starts_its_server_with_what_its_card_asks_for(version: str, account: Account) -> None:
    """The requests of Spyder 6.1.8 (plugins/remoteclient/api/manager/jupyterhub.py)."""
    with Hub(account, hub_venv=HUBS[version]) as hub:

        def requests_of_spyder(user: str, scopes: str) -> list[int]:
            wish = {"scopes": scopes.split(), "expires_in": 600}
            made = hub.api("POST", f"users/{quote(user)}/tokens", wish)
            assert made.status_code == 201, made.text
            headers = {"Authorization": f"token {made.json()['token']}"}
            name = browser().get(f"{url}hub/api/user", headers=headers, timeout=30).json()["name"]
            of_hub = f"{url}hub/api/users/{name}/servers/spyder"
            seen = [
                browser().request(method, address, headers=headers, timeout=60).status_code
                for method, address in (
                    ("POST", of_hub),
                    ("GET", f"{of_hub}/progress"),
                    ("GET", f"{url}user/{name}/spyder/api/kernels"),
                )
            ]
            hub.stop_server(user, "spyder")
            return seen

        for user in ("ann", "eve@x.org", "bob smith"):
            hub.login(user)
            facts = {"isHub": True, "hubAddress": hub.url, "user": user}
            url, scopes, page = printed(hub.server_url(user), "s", **facts)["spyder"]
            assert url == hub.url and browser().get(page, timeout=30).url.startswith(f"{url}hub/login")
            assert requests_of_spyder(user, scopes) == [201, 200, 200]
        start, access = scopes.split()
        assert requests_of_spyder(user, access)[:2] == [403, 403]
        assert requests_of_spyder(user, start) == [201, 200, 403]
        # A token for one server, as the panel makes it.
        assert requests_of_spyder("ann", "access:servers!server=ann/ read:servers!server=ann/")[0] == 403
        # What the card warns of.
        hub.login("a+b")
        assert requests_of_spyder("a+b", "servers!user access:servers!user") == [201, 200, 404]


def test_a_local_jupyter_runs_its_kernels_there(server: Server, tmp_path: Path) -> None:
    text = printed(server.url, make_token(server)["secret"])["bridge"][0]
    before = len(server.get("api/kernels").json())
    with bridge(text, tmp_path) as url:
        headers = {"Authorization": "token local"}
        made = requests.post(f"{url}api/kernels", json={}, headers=headers, timeout=30)
        assert made.status_code == 201, made.text
        assert len(server.get("api/kernels").json()) == before + 1
        seen = connect(f"{url}?token=local")
        assert seen["ok"], seen
