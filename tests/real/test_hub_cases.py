"""Hubs and names as sites have them: what our REST says to the owner, and what a client can do with it."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import requests
from clients import connect
from rig import Hub, accounts, browser
from rig.places import CACHE, VENV
from rig.server import until

V1 = "remote-ide/v1"
HUB5 = CACHE / "envs" / "hub5"
VENVS = {"6": VENV, "5": HUB5}
# Each of them is another character after VS Code's Jupyter extension has read the address; not for a client
# that takes an address as it is.
ODD = r"o'neil+(x)@y~z\a&b!c,d=e%41;g:h$i*j"
UNICODE = "ü ser 日本"
# Users of one hub: to all but `plain` it grants their own tokens.
EXTRA = """
from jupyterhub.auth import DummyAuthenticator

class Titled(DummyAuthenticator):
    async def authenticate(self, handler, data):
        name = await super().authenticate(handler, data)
        return name and {"name": name, "user_info": {"name": f"Doctor {name}"}}

    async def refresh_user(self, user, handler=None):
        return not (folder / "stale" / user.name).exists()

class Granted(list):
    def __call__(self, spawner):
        return [] if spawner.user.name == "plain" else [f"tokens!user={spawner.user.name}"]

c.JupyterHub.authenticator_class = Titled
c.Authenticator.auth_refresh_age = 1
c.Spawner.oauth_client_allowed_scopes = Granted(["tokens!user"])
"""
OLD_WAY = {"JUPYTERHUB_SINGLEUSER_EXTENSION": "0"}
# Versions of hub and server, the prefix, and what the hub is told of its own address.
PAIRS = {
    "6/6": ("/jh/", "nothing"),
    "5/5": ("/", "public_url"),
    "6/5": ("/", "nothing"),
    "5/6": ("/a/jh/", "public_url"),
}


class Owner:
    """Somebody who has opened JupyterLab of their own."""

    def __init__(self, hub: Hub, user: str, server: str = "", visits: str = "") -> None:
        self.hub, self.user, self.server = hub, user, server
        self.browser = hub.login(user)
        self.url = hub.server_url(visits or user, server)
        if not visits:
            hub.spawn(user, server)
        self.config = hub.page_config(self.browser, visits or user, server)
        self.token = str(self.config["token"])

    def ask(self, method: str, path: str, token: str | None = None, **options: Any) -> requests.Response:
        headers = {"Authorization": f"token {token or self.token}"}
        return browser().request(method, self.url + path, headers=headers, timeout=30, **options)

    def status(self) -> dict[str, Any]:
        answer = self.ask("GET", f"{V1}/status")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def of_the_hub(self, *scopes: str) -> str:
        """A token that the hub itself makes."""
        path = f"users/{quote(self.user, safe='@~')}/tokens"
        answer = self.hub.api("POST", path, {"scopes": list(scopes), "expires_in": 600})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["token"])

    def paste(self, secret: str) -> requests.Response:
        return self.ask("POST", f"{V1}/pasted-apitoken", json={"secret": secret})

    def pasted(self, secret: str) -> tuple[int, str | None]:
        answer = self.paste(secret)
        return answer.status_code, answer.json().get("reason")

    def checked(self, secret: str) -> dict[str, str | None]:
        """What “Check connection” finds of it: the word, where something is wrong or not known."""
        site = urlsplit(self.url)
        wish = {"origin": f"{site.scheme}://{site.netloc}", "secret": secret}
        answer = self.ask("POST", f"{V1}/connect/check", json=wish)
        assert answer.status_code == 200 and secret not in answer.text, answer.text
        return {each["id"]: each["reason"] for each in answer.json()["checks"]}

    def makes(self, **wish: Any) -> requests.Response:
        return self.ask("POST", f"{V1}/apitokens", json={"recipe": "vscode", "note": "laptop"} | wish)

    def runs_code(self, secret: str) -> bool:
        seen = connect(f"{self.url}?token={secret}")
        return bool(seen["ok"])

    def opens(self, secret: str) -> int:
        return self.ask("GET", "api/kernels", secret).status_code


@pytest.fixture(scope="module")
def older(wheel: Path) -> Path:
    """The environment of JupyterHub 5 with this build in it."""
    python = HUB5 / "bin" / "python"
    assert python.exists(), "JupyterHub 5 is missing: make .cache/stamps/hub5"
    pip = (python, "-m", "pip", "install", "-qq", "--disable-pip-version-check")
    subprocess.run([*pip, "--force-reinstall", "--no-deps", wheel], check=True, umask=0o022)
    return HUB5


@pytest.fixture(scope="module", params=PAIRS)
def hub(request: pytest.FixtureRequest, older: Path) -> Iterator[Hub]:
    of_hub, of_server = request.param.split("/")
    base_url, told = PAIRS[request.param]
    with (
        accounts("c") as [account],
        Hub(
            account,
            base_url=base_url,
            extra=EXTRA,
            host="hub.test",
            told=told,
            hub_venv=VENVS[of_hub],
            venv=VENVS[of_server],
            environments={"old": OLD_WAY},
        ) as running,
    ):
        yield running


def served(hub: Hub) -> str:
    """The major version of the servers' JupyterHub."""
    return "5" if hub.facts["venv"] == str(HUB5) else "6"


def test_status_says_whose_server_it_is(hub: Hub) -> None:
    owner = Owner(hub, "plain")
    status = owner.status()
    assert (status["mode"], status["is_owner"]) == ("hub-manual", True)
    assert status["owner"] == status["visitor"] == status["hub"]["user"] == "plain"
    assert status["base_url"] == owner.config["baseUrl"] == f"{hub.base_url}user/plain/"
    assert status["hub"]["version"].split(".")[0] == served(hub)
    assert (status["hub"]["token_in_url"], status["server_name"], status["warnings"]) == (False, "", [])
    # The page of a newer server is told a name to show.
    titled = served(hub) == "6" and hub.hub_venv == VENV
    assert owner.config["hubUser"] == ("Doctor plain" if titled else "plain")
    assert owner.makes().json()["reason"] == "hub-manual"
    assert owner.runs_code(owner.token)
    assert owner.pasted(owner.of_the_hub("access:servers!server=plain/")) == (200, None)
    assert owner.pasted(owner.of_the_hub("access:servers!server=plain/x")) == (400, "pasted-no-access")
    hub.stop_server("plain")


@pytest.mark.parametrize(
    ("user", "server"),
    [("alice", "gpu-1"), (ODD, ""), (UNICODE, "gpu 1é")],
    ids=["plain", "odd", "unicode"],
)
def test_names_of_users_and_servers(hub: Hub, user: str, server: str) -> None:
    if " " in server and hub.hub_venv == VENV:  # which takes no such name of a server any more
        hub.login(user)
        refused = hub.api("POST", f"users/{quote(user)}/servers/{quote(server)}")
        assert refused.status_code == 400, refused.text
        server = ""
    owner = Owner(hub, user, server)
    status = owner.status()
    assert (status["mode"], status["is_owner"], status["owner"]) == ("hub-oauth", True, user)
    assert (status["server_name"], status["base_url"]) == (server, owner.config["baseUrl"])
    for scope in (f"access:servers!server={user}/{server}", "access:servers!user"):
        assert owner.pasted(owner.of_the_hub(scope)) == (200, None)
    elsewhere = owner.of_the_hub(f"access:servers!server={user}/{server}x")
    assert owner.pasted(elsewhere) == (400, "pasted-no-access")
    # The name is known to the browser alone, as where a site has one inside and another outside.
    fine = {
        "login": None,
        "outside": "not-from-here",
        "socket": "not-from-here",
        "time-left": None,
        "token": None,
    }
    assert owner.checked(elsewhere) == fine | {"token": "token-no-access"}
    made = owner.makes(access="list").json()
    assert owner.checked(made["secret"]) == owner.checked(owner.token) == fine
    assert owner.opens(owner.token) == owner.opens(made["secret"]) == 200
    assert owner.ask("POST", "api/kernels", made["secret"], json={}).status_code == 201
    assert owner.runs_code(made["secret"]) is (user != ODD)
    (row,) = owner.ask("GET", f"{V1}/apitokens").json()["apitokens"]
    assert (row["id"], row["access"]) == (made["apitoken"]["id"], "list")
    visitor = Owner(hub, "admin", server, visits=user)
    told = visitor.status()
    assert (told["is_owner"], told["visitor"], told["owner"]) == (False, "admin", user)
    for token, reason in ((visitor.token, "not-owner"), (made["secret"], "ide-token")):
        for method, path in (("GET", "apitokens"), ("DELETE", f"apitokens/{row['id']}")):
            refused = owner.ask(method, f"{V1}/{path}", token)
            assert (refused.status_code, refused.json()["reason"]) == (403, reason)
    assert owner.ask("DELETE", f"{V1}/apitokens/{row['id']}").status_code == 204
    assert owner.opens(made["secret"]) == 403
    assert owner.checked(made["secret"])["token"] == "token-refused"
    hub.stop_server(user, server)


def test_a_server_in_the_older_way_is_warned_of(hub: Hub) -> None:
    """Each POST with a token is refused there, so no client can start a kernel."""
    owner = Owner(hub, "old")
    status = owner.status()
    assert status["warnings"] == ["legacy-singleuser"]
    assert (status["is_owner"], status["owner"], status["mode"]) == (True, "old", "hub-manual")
    assert owner.opens(owner.token) == 200
    assert owner.ask("POST", "api/kernels", json={}).status_code == 403
    hub.stop_server("old")


def test_a_login_that_the_hub_does_not_take_any_more(hub: Hub) -> None:
    """Hub 5 then refuses every token of that user, a good one that is pasted among them."""
    owner = Owner(hub, "stale")
    secret = owner.of_the_hub("access:servers!server=stale/")
    assert owner.pasted(secret) == (200, None)
    (hub.folder / "stale").mkdir()
    (hub.folder / "stale" / "stale").touch()
    if hub.hub_venv == HUB5:
        until(lambda: hub.api("GET", "user", token=secret).status_code == 403, "the hub looks again", 10)
        # Then this server asks for a new login, too, and does not go on as it remembers.
        for answer, reason in ((owner.paste(secret), "hub-login-again"), (owner.makes(), "not-logged-in")):
            assert (answer.status_code, answer.json()["reason"]) == (403, reason)
        return
    time.sleep(1.5)
    assert owner.pasted(secret) == (200, None)
    assert owner.makes().status_code == 201
    hub.crash()
    assert owner.pasted(secret) == (503, "hub-silent")
    assert owner.checked(secret)["token"] == "hub-unknown"
    assert owner.makes().json()["reason"] == "hub-silent"


TLS = """
c.JupyterHub.internal_ssl = True
c.ConfigurableHTTPProxy.api_url = f"https://127.0.0.1:{facts['proxy_port']}"
"""


@pytest.mark.parametrize("version", VENVS)
def test_a_host_for_each_user_and_tls_between_the_parts(version: str, older: Path) -> None:
    venv = VENVS[version]
    options: dict[str, Any] = {"host": "hub.test", "told": "subdomain_host", "hub_venv": venv, "venv": venv}
    with accounts("d") as [account], Hub(account, extra=EXTRA + TLS, **options) as hub:
        owner = Owner(hub, "alice")
        assert owner.url == f"http://alice.hub.test:{hub.port}/jh/user/alice/"
        status = owner.status()
        assert (status["mode"], status["is_owner"]) == ("hub-oauth", True)
        assert status["base_url"] == owner.config["baseUrl"] == "/jh/user/alice/"
        assert owner.pasted(owner.of_the_hub("access:servers!user")) == (200, None)
        made = owner.makes().json()
        assert owner.runs_code(made["secret"])
        assert owner.ask("DELETE", f"{V1}/apitokens/{made['apitoken']['id']}").status_code == 204
        assert owner.opens(made["secret"]) == 403
