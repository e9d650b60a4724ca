"""The rig itself: each real program starts, answers and leaves nothing behind."""

from __future__ import annotations

import json

import pytest
import requests
from rig import Account, Hub, Nginx, Server
from rig.server import until
from websocket import WebSocketBadStatusException


def test_an_account_has_a_clean_environment_and_is_found_again(account: Account) -> None:
    assert account.run(["id", "-un"]).strip() == account.name
    assert "HOME=" + str(account.home) in account.run(["env"])
    assert "PORT=" not in account.run(["env"])
    sleeper = account.start(["sh", "-c", "sleep 300 & sleep 300"])
    until(lambda: len(account.left(within=0)) >= 2, "both sleep")
    account.kill()
    sleeper.wait()
    assert account.left(within=0) == []


def test_lab_answers_under_its_prefix_with_its_token(server: Server) -> None:
    assert server.get("api/status").json()["started"]
    assert server.get("api/status", token="").status_code == 403
    config = server.page_config()
    assert config["baseUrl"] == "/a/b/"
    assert "jupyterlab-remote-ide" in json.dumps(config["federated_extensions"])


def test_server_stops_at_once(account: Account) -> None:
    with Server(account, app="server") as server:
        assert server.stop() == 0
    assert account.left() == []


def test_hub_login_leads_to_the_lab_page(hub: Hub) -> None:
    browser = hub.login("alice")
    assert hub.spawn("alice") == hub.url + "user/alice/"
    config = hub.page_config(browser, "alice")
    assert config["baseUrl"] == "/jh/user/alice/"
    scopes = hub.api("GET", "user", token=config["token"]).json()["scopes"]
    assert "access:servers!server=alice/" in scopes
    assert any(scope.startswith("tokens!user=alice") for scope in scopes)
    hub.stop_server("alice")


@pytest.mark.parametrize("user", ["renan.d@ex.com", "ü ser+x"])
def test_hub_users_may_have_odd_names(hub: Hub, user: str) -> None:
    browser = hub.login(user)
    hub.spawn(user)
    assert hub.page_config(browser, user)["hubUser"]


def test_nginx_passes_pages_and_websockets(account: Account) -> None:
    with (
        Server(account, app="server", base_url="/jh/") as server,
        Nginx(f"http://127.0.0.1:{server.port}") as nginx,
    ):
        header = {"Authorization": f"token {server.token}"}
        assert nginx.get("jh/api/status", headers=header).status_code == 200
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(nginx.url, timeout=5)
        socket = nginx.websocket("jh/api/events/subscribe", header=[f"Authorization: token {server.token}"])
        assert socket.connected
        socket.close()
        with pytest.raises(WebSocketBadStatusException):
            nginx.websocket("jh/api/events/subscribe")
