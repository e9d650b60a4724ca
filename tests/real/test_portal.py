"""Behind a reverse proxy with TLS, and behind a portal such as Open OnDemand, with a login of its own.

Open OnDemand starts `jupyter lab` in a job with a password and the base URL `/node/<host>/<port>/`, and its
web server hands that path on as it is, to whoever has the portal's cookie.
"""

from __future__ import annotations

import contextlib
import time

import requests
from clients import connect
from jupyter_server.auth import passwd
from rig import Account, Nginx, Server
from rig.places import free_port
from rig.server import page_config
from websocket import WebSocketConnectionClosedException

V1 = "remote-ide/v1"
PASSWORD = "of-the-job"
LOGIN = 'if ($cookie_portal = "") { return 302 https://login.example.org/auth; }'


class OfAPortal(Server):
    """With a password, and no token, as Open OnDemand's template has it."""

    def __init__(self, account: Account) -> None:
        port = free_port()
        config = {
            "ServerApp": {"allow_remote_access": True, "trust_xheaders": True},
            "PasswordIdentityProvider": {"hashed_password": passwd(PASSWORD), "password_required": True},
        }
        super().__init__(account, base_url=f"/node/cn01/{port}/", port=port, token="", config=config)

    def _answers(self) -> bool:
        try:
            return self.get("api/status", timeout=5).status_code == 403
        except (requests.ConnectionError, requests.Timeout):
            return False


class Browser:
    """A person's, at the portal and logged in to the job's server."""

    def __init__(self, nginx: Nginx, base_url: str) -> None:
        self.session = requests.Session()
        self.session.trust_env = False  # or a bundle that it names takes the place of the certificate
        self.session.verify = str(nginx.cert)
        self.session.cookies.set("portal", "abc")
        self.url = nginx.url.rstrip("/") + base_url
        self.session.get(f"{self.url}login", timeout=30)
        form = {"password": PASSWORD, "_xsrf": self.session.cookies["_xsrf"]}
        answer = self.session.post(f"{self.url}login", data=form, timeout=30)
        assert answer.status_code == 200, answer.text

    def ask(self, method: str, path: str, *, is_ours: bool = True, json: object = None) -> requests.Response:
        headers = {"X-XSRFToken": self.session.cookies["_xsrf"]} if is_ours else {}
        return self.session.request(method, f"{self.url}{path}", headers=headers, json=json, timeout=30)

    @property
    def cookies(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.session.cookies)


def test_open_ondemand(account: Account) -> None:
    with (
        OfAPortal(account) as server,
        Nginx(f"http://127.0.0.1:{server.port}", extra=LOGIN) as portal,
        Nginx(f"http://127.0.0.1:{server.port}") as open_,
    ):
        base = server.base_url
        browser = Browser(portal, base)
        page = page_config(browser.ask("GET", "lab").text)
        assert (page["baseUrl"], page.get("token", "")) == (base, "")
        status = browser.ask("GET", f"{V1}/status").json()
        assert (status["mode"], status["base_url"]) == ("embedded", base)

        wish = {"recipe": "vscode", "note": "laptop"}
        assert browser.ask("POST", f"{V1}/apitokens", json=wish, is_ours=False).json()["reason"] == "xsrf"
        made = browser.ask("POST", f"{V1}/apitokens", json=wish).json()
        secret, one = made["secret"], f"{V1}/apitokens/{made['apitoken']['id']}"
        assert browser.ask("PATCH", one, json={"note": "x"}, is_ours=False).json()["reason"] == "xsrf"
        assert browser.ask("PATCH", one, json={"note": "x"}).json()["apitoken"]["note"] == "x"
        watch = portal.websocket(
            f"{base}{V1}/watch?topics=apitokens", cookie=browser.cookies, origin=portal.url.rstrip("/")
        )
        assert made["apitoken"]["id"] in watch.recv()
        watch.close()

        # The portal sends a client without its cookie away: no form of the token reaches Jupyter.
        header = {"Authorization": f"token {secret}"}
        by_header, by_query = (f"{base}api/kernels", header), (f"{base}api/kernels?token={secret}", {})
        upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        for path, headers in (by_header, by_query, (f"{base}api/events/subscribe", header | upgrade)):
            away = portal.get(path, headers=headers, allow_redirects=False)
            assert (away.status_code, away.headers["Location"]) == (302, "https://login.example.org/auth")
        # An SSH tunnel leads past it, with the same path and token.
        seen = connect(f"http://127.0.0.1:{server.port}{base}?token={secret}")
        assert seen["ok"], seen

        # Where a reverse proxy asks for nothing, every form does.
        for path, headers in (by_header, by_query):
            assert open_.get(path, headers=headers).status_code == 200
        sockets = [
            open_.websocket(f"{base}api/events/subscribe", header=header),
            open_.websocket(f"{base}api/events/subscribe?token={secret}"),
        ]
        assert browser.ask("DELETE", one).status_code == 204
        for socket in sockets:
            with contextlib.suppress(WebSocketConnectionClosedException):
                while socket.recv():
                    pass  # until it is closed: what it hears are events
            socket.shutdown()
        time.sleep(1)
        assert open_.get(f"{base}api/kernels", headers=header).status_code == 403
        browser.session.close()
        for log in (server.log, portal.log, open_.log):
            assert secret not in log
