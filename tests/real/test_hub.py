"""The same build under a real JupyterHub, behind configurable-http-proxy, with a prefix."""

from __future__ import annotations

import json

import requests
from clients import connect
from rig import Account, Hub
from rig.server import until
from tiles import NAVIGATION, start_page

V1 = "remote-ide/v1"
USER = "alice"


def ask(hub: Hub, method: str, path: str, token: str, **options: object) -> requests.Response:
    headers = {"Authorization": f"token {token}"}
    url = hub.server_url(USER) + path
    return requests.request(method, url, headers=headers, timeout=30, **options)  # type: ignore[arg-type]


def test_the_page_knows_where_it_is_and_tokens_are_denied_with_a_reason(account: Account) -> None:
    with Hub(account) as hub:  # which grants nothing
        browser = hub.login(USER)
        hub.spawn(USER)
        config = hub.page_config(browser, USER)
        assert config["baseUrl"] == f"/jh/user/{USER}/"
        assert "jupyterlab-remote-ide" in json.dumps(config["federated_extensions"])
        token = config["token"]
        status = ask(hub, "GET", f"{V1}/status", token).json()
        assert status["mode"] == "hub-manual"
        assert status["base_url"] == f"/jh/user/{USER}/"
        assert status["hub"]["user"] == USER
        denied = status["capabilities"]["apitokens-create"]
        assert denied["allowed"] is False
        wish = {"recipe": "vscode", "note": "laptop", "expires_in": 60}
        answer = ask(hub, "POST", f"{V1}/apitokens", token, json=wish)
        assert (answer.status_code, answer.json()["reason"]) == (403, denied["reason"])
        for text in (answer.text, json.dumps(status)):
            assert token not in text
        hub.stop_server(USER)


def test_the_pages_own_token_opens_vs_code_until_the_server_stops(hub: Hub) -> None:
    browser = hub.login(USER)
    hub.spawn(USER)
    token = hub.page_config(browser, USER)["token"]
    url = f"{hub.server_url(USER)}?token={token}"
    seen = connect(url)
    assert seen["ok"], seen
    assert seen["base"]["reloaded"] == hub.server_url(USER)
    hub.stop_server(USER)
    assert not connect(url)["ok"]


def test_apps_and_ports_work_below_the_hubs_prefix(hub: Hub, account: Account) -> None:
    browser = hub.login(USER)
    hub.spawn(USER)
    token = hub.page_config(browser, USER)["token"]
    ports = ask(hub, "GET", f"{V1}/ports", token)
    assert ports.status_code == 200
    answer = ask(hub, "POST", f"{V1}/apps/code-server/start", token)
    assert answer.status_code == 202, answer.text
    assert answer.json()["open_url"].startswith(f"/jh/user/{USER}/code-server/")
    page = browser.get(hub.server_url(USER) + "code-server/", headers=NAVIGATION, timeout=30)
    if page.status_code == 503:
        assert start_page(page)[0] == "starting"

    def opens() -> bool:
        shown = browser.get(hub.server_url(USER) + "code-server/", headers=NAVIGATION, timeout=30)
        return shown.status_code == 200 and "workbench" in shown.text

    until(opens, "code-server opens", timeout=60)
    hub.stop_server(USER)
    assert not [line for line in account.left(within=10) if "code-server" in line]


def test_a_visitor_is_told_so_and_may_not_use_the_owners_programs(hub: Hub) -> None:
    """An administrator who may open the server is not its owner."""
    hub.login(USER)
    hub.spawn(USER)
    admin = hub.login("admin")
    answer = hub.open(admin, hub.server_url(USER) + "lab")
    assert answer.status_code == 200, (
        "an admin of this hub cannot open the server: the test would prove nothing"
    )
    answer = admin.get(hub.server_url(USER) + f"{V1}/status", timeout=30)
    assert answer.status_code == 200, answer.text
    status = answer.json()
    refused = status["capabilities"]
    assert refused["apitokens-create"]["allowed"] is False
    assert refused["ports-stop"]["allowed"] is False
    hub.stop_server(USER)
