"""API tokens of a real JupyterHub, granted as docs/operators/hub.md says: its own Python is what is run."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from clients import Holder, connect
from rig import Hub, accounts
from rig.places import ROOT
from rig.server import until

V1 = "remote-ide/v1"
GUIDE = (ROOT / "docs/operators/hub.md").read_text()
PYTHON = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
(CALLABLE,) = (text for text in PYTHON if "OwnerScopes" in text)
(SUBCLASS,) = (text for text in PYTHON if "OwnerTokensSpawner" in text)
(SERVER_SCOPES,) = (text for text in PYTHON if "server_token_scopes" in text)
(TRAIT,) = (text for text in PYTHON if "apitokens_use_server_token" in text)
# "or yours": the rig's, which needs no system account for each user.
SUBCLASS = re.sub(
    r"from jupyterhub\.spawner import LocalProcessSpawner.*", "LocalProcessSpawner = AccountSpawner", SUBCLASS
)
TRAIT_ARGUMENT = "--" + TRAIT.strip().removeprefix("c.").replace(" ", "")


class Page:
    """JupyterLab of ``user``, open in a browser: what its requests get."""

    def __init__(self, hub: Hub, user: str, owner: str | None = None, server: str = "") -> None:
        self.hub = hub
        self.browser = hub.login(user)
        self.url = hub.server_url(owner or user, server)
        if owner is None:
            hub.spawn(user, server)
        self.token = str(hub.page_config(self.browser, owner or user, server)["token"])

    def ask(self, method: str, path: str, token: str | None = None, **options: Any) -> requests.Response:
        headers = {"Authorization": f"token {token or self.token}"}
        return requests.request(method, self.url + path, headers=headers, timeout=30, **options)

    def make(self, **wish: Any) -> dict[str, Any]:
        answer = self.ask("POST", f"{V1}/apitokens", json={"recipe": "vscode", "note": "laptop"} | wish)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def rows(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("GET", f"{V1}/apitokens").json()["apitokens"]
        return found

    def opens(self, secret: str) -> int:
        return self.ask("GET", "api/kernels", secret).status_code


def is_cut(holder: Holder) -> bool:
    """The client ended by itself, since its next request was refused and all it held open was closed."""
    lines = holder.rest(120)
    closed = {line["what"] for line in lines if line["event"] == "closed"}
    return closed == {"kernels", "terminals", "events"} and lines[-1]["event"] != "limit"


@pytest.fixture(scope="module")
def hub() -> Iterator[Hub]:
    with accounts("a") as [account], Hub(account, extra=CALLABLE, debug=True) as running:
        yield running


@pytest.fixture(scope="module")
def alice(hub: Hub) -> Page:
    return Page(hub, "alice")


def test_one_press_makes_a_token_that_runs_code_and_ends_with_the_next(alice: Page) -> None:
    status = alice.ask("GET", f"{V1}/status").json()
    assert status["mode"] == "hub-oauth"
    assert status["capabilities"]["apitokens-create"] == {"allowed": True, "reason": None}
    made = alice.make(expires_in=3600, browser="b1")
    row, secret = made["apitoken"], made["secret"]
    assert made["expires_at"] == pytest.approx(time.time() + 3600, abs=30)
    assert (row["note"], row["access"], row["last_activity"]) == ("laptop", "connect", None)
    assert [scope for scope in row["scopes"] if "users" not in scope] == ["access:servers!server=alice/"]
    assert connect(f"{alice.url}?token={secret}")["ok"]
    (used,) = (each for each in alice.rows() if each["id"] == row["id"])
    assert used["last_activity"] is not None
    assert "node-fetch" in used["seen_client"]
    with Holder(f"{alice.url}?token={secret}") as holder:
        holder.wait_for("ready")
        assert alice.ask("DELETE", f"{V1}/apitokens/{row['id']}").status_code == 204
        assert alice.opens(secret) == 403
        assert is_cut(holder), holder.lines
    assert not connect(f"{alice.url}?token={secret}")["ok"]
    assert row["id"] not in {each["id"] for each in alice.rows()}
    assert alice.ask("DELETE", f"{V1}/apitokens/{row['id']}").json()["reason"] == "no-such-apitoken"


def test_it_opens_this_server_and_nothing_else(hub: Hub, alice: Page) -> None:
    secret = alice.make(access="list")["secret"]
    other, named = Page(hub, "bob"), Page(hub, "alice", server="gpu-1")
    assert [page.opens(secret) for page in (alice, other, named)] == [200, 403, 403]
    assert hub.api("GET", "users/alice/tokens", token=secret).status_code == 403
    assert hub.api("POST", "users/alice/tokens", {}, token=secret).status_code == 403
    assert hub.api("DELETE", "users/alice/server", token=secret).status_code == 403
    # What the JupyterHub extension of VS Code asks, and gets with this access alone.
    assert list(hub.api("GET", "users/alice", token=secret).json()["servers"]) == [""]
    assert "servers" not in hub.api("GET", "users/alice", token=alice.make()["secret"]).json()
    # Each server lists its own.
    assert named.make(note="of gpu-1")["apitoken"]["note"] in {each["note"] for each in named.rows()}
    assert "of gpu-1" not in {each["note"] for each in alice.rows()}
    for user, server in (("bob", ""), ("alice", "gpu-1")):
        hub.stop_server(user, server)


def test_nobody_else_makes_sees_or_ends_one(hub: Hub, alice: Page) -> None:
    """Not a visiting administrator, whom the hub itself would let; not a program of the owner's own."""
    made = alice.make()
    path = f"{V1}/apitokens/{made['apitoken']['id']}"
    broad = hub.api("POST", "users/alice/tokens", {"expires_in": 600}).json()["token"]
    admin = Page(hub, "admin", owner="alice")
    wish = {"recipe": "vscode", "note": "mine"}
    for token, reason in ((admin.token, "not-owner"), (made["secret"], "ide-token"), (broad, "ide-token")):
        for method, where, body in (
            ("GET", f"{V1}/apitokens", None),
            ("POST", f"{V1}/apitokens", wish),
            ("DELETE", path, None),
        ):
            answer = alice.ask(method, where, token, json=body)
            assert (answer.status_code, answer.json()["reason"]) == (403, reason), (method, where)
    assert alice.opens(made["secret"]) == 200


def test_what_is_not_ours_is_neither_listed_nor_ended(hub: Hub, alice: Page) -> None:
    """Among them the server's own token and the logins, whose end would end this page."""
    own = {each["id"] for each in alice.rows()}
    others = [each["id"] for each in hub.api("GET", "users/alice/tokens").json()["api_tokens"]]
    others = [identifier for identifier in others if identifier not in own]
    assert len(others) >= 2
    for identifier in [*others, "a0", "../tokens", "a1?x"]:
        answer = alice.ask("DELETE", f"{V1}/apitokens/{requests.utils.quote(identifier, safe='')}")
        assert (answer.status_code, answer.json()["reason"]) == (404, "no-such-apitoken"), identifier
    assert alice.ask("GET", f"{V1}/status").status_code == 200


def test_its_end_closes_what_it_holds_open(alice: Page) -> None:
    for seconds in (10, 80):  # a longer life where the machine takes longer than 10 s to connect
        made = alice.make(expires_in=seconds)
        with Holder(f"{alice.url}?token={made['secret']}", limit=seconds + 30) as holder:
            try:
                holder.wait_for("ready")
            except AssertionError:
                if time.time() < made["expires_at"]:
                    raise
                continue
            assert is_cut(holder), holder.lines
            assert alice.opens(made["secret"]) == 403
            return
    pytest.fail("no client was there before its token expired")


def test_one_revoked_on_the_hubs_page_ends_when_somebody_looks(hub: Hub, alice: Page) -> None:
    made = alice.make()
    secret, identifier = made["secret"], made["apitoken"]["id"]
    with Holder(f"{alice.url}?token={secret}") as holder:
        holder.wait_for("ready")
        assert hub.api("DELETE", f"users/alice/tokens/{identifier}").status_code == 204
        assert alice.opens(secret) == 200  # as the single-user server remembers it
        assert identifier not in {each["id"] for each in alice.rows()}
        assert alice.opens(secret) == 403
        assert is_cut(holder), holder.lines


def test_a_logout_in_jupyterlab_ends_what_the_session_gave_away(hub: Hub) -> None:
    page = Page(hub, "carol")
    with Holder(f"{page.url}?token={page.token}") as holder:
        holder.wait_for("ready")
        assert page.opens(page.token) == 200
        page.browser.get(page.url + "logout", timeout=30)
        assert page.opens(page.token) == 403
        assert is_cut(holder), holder.lines
    hub.stop_server("carol")


def test_an_ide_that_asks_for_the_logout_stays_as_it_was(alice: Page) -> None:
    secret = alice.make()["secret"]
    assert alice.ask("GET", "logout", secret, allow_redirects=False).status_code == 302
    assert connect(f"{alice.url}?token={secret}")["ok"]


def test_a_tab_whose_token_ended_acts_by_its_cookie(alice: Page) -> None:
    answer = alice.browser.get(
        alice.url + f"{V1}/apitokens", headers={"Authorization": "token of-an-older-login"}, timeout=30
    )
    assert answer.status_code == 200, answer.text


def test_a_token_opens_the_next_server_too(hub: Hub) -> None:
    page = Page(hub, "dave")
    secret = page.make()["secret"]
    hub.stop_server("dave")
    again = Page(hub, "dave")
    assert again.opens(secret) == 200
    assert again.opens(page.token) == 403
    assert [row["note"] for row in again.rows()] == ["laptop"]
    hub.stop_server("dave")


def test_no_secret_is_in_the_log(hub: Hub, alice: Page) -> None:
    secret = alice.make()["secret"]
    assert connect(f"{alice.url}?token={secret}")["ok"]
    assert secret not in hub.log
    assert alice.token not in hub.log


LATER = """
from pathlib import Path

class Later(list):
    def __call__(self, spawner):
        return [f"tokens!user={spawner.user.name}"] if (folder / "granted").exists() else []

c.Spawner.oauth_client_allowed_scopes = Later(["tokens!user"])
"""


def test_a_grant_shows_at_the_next_start_of_the_server() -> None:
    with accounts("b") as [account], Hub(account, extra=LATER) as hub:
        page = Page(hub, "alice")
        assert page.ask("GET", f"{V1}/status").json()["mode"] == "hub-manual"
        (hub.folder / "granted").touch()
        hub.stop_server("alice")
        hub.spawn("alice")
        # The same browser, which nobody logged in again.
        page.token = hub.page_config(page.browser, "alice")["token"]
        assert page.ask("GET", f"{V1}/status").json()["mode"] == "hub-oauth"
        assert page.opens(page.make()["secret"]) == 200


SCOPES = SERVER_SCOPES + f'c.Spawner.args = ["{TRAIT_ARGUMENT}"]\n'


@pytest.mark.parametrize(
    ("extra", "mode"),
    [
        pytest.param(SUBCLASS, "hub-oauth", id="subclass"),
        pytest.param(SCOPES, "hub-server-token", id="server-token"),
        pytest.param(SERVER_SCOPES, "hub-manual", id="server-token-without-our-trait"),
    ],
)
def test_the_guides_other_grants(extra: str, mode: str) -> None:
    limit = "c.JupyterHub.token_expires_in_max_seconds = 100\n"
    with accounts("b") as [account], Hub(account, extra=extra + limit) as hub:
        page = Page(hub, "alice")
        until(lambda: page.ask("GET", f"{V1}/status").json()["mode"] == mode, f"the mode is {mode}", 10)
        status = page.ask("GET", f"{V1}/status").json()
        assert ("hub-server-token" in status["warnings"]) is (mode == "hub-server-token")
        if mode == "hub-manual":
            answer = page.ask("POST", f"{V1}/apitokens", json={"recipe": "vscode", "note": "n"})
            assert (answer.status_code, answer.json()["reason"]) == (403, "hub-manual")
            return
        made = page.make(expires_in=3600)
        assert made["clamped"] is True
        assert made["expires_at"] < time.time() + 110
        assert connect(f"{page.url}?token={made['secret']}")["ok"]
        admin = Page(hub, "admin", owner="alice")
        for token, reason in ((admin.token, "not-owner"), (made["secret"], "ide-token")):
            refused = page.ask("POST", f"{V1}/apitokens", token, json={"recipe": "vscode", "note": "n"})
            assert (refused.status_code, refused.json()["reason"]) == (403, reason)
        assert page.ask("DELETE", f"{V1}/apitokens/{made['apitoken']['id']}").status_code == 204
        assert page.opens(made["secret"]) == 403
