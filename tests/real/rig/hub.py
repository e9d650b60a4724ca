"""A real JupyterHub with the real configurable-http-proxy, and browsers (`requests.Session`) for it."""

from __future__ import annotations

import contextlib
import html
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import psutil
import requests

from .accounts import Account
from .browser import browser
from .places import ROOT, VENV, free_port, search_path
from .server import page_config, until

CONFIG = Path(__file__).with_name("hub_config.py")
PROXY = ROOT / "node_modules" / ".bin" / "configurable-http-proxy"


class Hub:
    """One JupyterHub at ``http://<host>:<port>/jh/``.

    >>> with Hub(account, owner_tokens=True) as hub:
    ...     browser = hub.login("alice")
    ...     hub.spawn("alice")
    ...     hub.page_config(browser, "alice")["token"]

    Every hub user runs as ``account``, or as ``accounts[user]`` where that is given, and has the folder
    ~/hub/<user> as home. ``owner_tokens`` is the grant of docs/operators (``tokens!user=<owner>``). ``extra``
    is Python for the hub's configuration, with ``c``; ``env`` goes to the hub itself, ``environments[user]``
    to that user's servers. ``told``: whether the hub is told the address it is known by, for all or as a host
    for each user. ``venv`` is what the servers run in, ``hub_venv`` what the hub does.
    """

    def __init__(
        self,
        account: Account,
        *,
        accounts: Mapping[str, Account] | None = None,
        base_url: str = "/jh/",
        port: int | None = None,
        admins: tuple[str, ...] = ("admin",),
        owner_tokens: bool = False,
        extra: str = "",
        debug: bool = False,
        env: Mapping[str, str] | None = None,
        environments: Mapping[str, Mapping[str, str]] | None = None,
        host: str = "127.0.0.1",
        told: Literal["nothing", "public_url", "subdomain_host"] = "nothing",
        venv: Path = VENV,
        hub_venv: Path = VENV,
    ) -> None:
        self.account = account
        self.accounts = dict(accounts or {})
        self.base_url = base_url
        self.host = host
        self.told = told
        self.hub_venv = hub_venv
        self.port = port or free_port()
        self.api_token = secrets.token_hex(16)
        self.password = "dummy"
        self.folder = Path(tempfile.mkdtemp(prefix="ridehub"))
        self.log_file = self.folder / "hub.log"
        self.env = dict(env or {})
        self.process: subprocess.Popen[bytes] | None = None
        self._orphans: list[psutil.Process] = []
        self.facts = {
            "folder": str(self.folder),
            "port": self.port,
            "hub_port": free_port(),
            "proxy_port": free_port(),
            "proxy_token": secrets.token_hex(16),
            "proxy": [str(PROXY)],
            "base_url": base_url,
            "host": host,
            "told": told,
            "environments": {user: dict(more) for user, more in (environments or {}).items()},
            "api_token": self.api_token,
            "password": self.password,
            "admins": list(admins),
            "owner_tokens": owner_tokens,
            "extra": extra,
            "debug": debug,
            "venv": str(venv),
            "accounts": {
                user: {
                    "uid": one.uid,
                    "gid": one.gid,
                    "home": str(one.home),
                    "environment": one.environment(venv=venv),
                }
                for user, one in {"*": account, **self.accounts}.items()
            },
        }

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}{self.base_url}"

    @property
    def log(self) -> str:
        """The hub's, the proxy's and the single-user servers' log, in one."""
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def server_url(self, user: str, server: str = "") -> str:
        """Of a hub with a host for each user: where the name is one that a host may have."""
        host = f"{user}.{self.host}" if self.told == "subdomain_host" else self.host
        name = f"{quote(server, safe='@~')}/" if server else ""
        return f"http://{host}:{self.port}{self.base_url}user/{quote(user, safe='@~')}/{name}"

    def start(self, timeout: float = 60) -> Hub:
        env = {"PATH": search_path(self.hub_venv), "HOME": str(self.folder), "LANG": "C.UTF-8", **self.env}
        env["RIDE_HUB"] = json.dumps(self.facts)
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [self.hub_venv / "bin" / "python", "-m", "jupyterhub", "--config", CONFIG],
                cwd=self.folder,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                umask=0o022,
            )
        until(self._answers, f"the hub at {self.url} answers", timeout)
        return self

    def _answers(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            tail = "\n".join(self.log.splitlines()[-30:])
            raise AssertionError(f"jupyterhub ended at once ({self.process.returncode}):\n{tail}")
        with contextlib.suppress(requests.ConnectionError, requests.Timeout):
            return browser().get(self.url + "hub/api/", timeout=5).status_code == 200
        return False

    def api(self, method: str, path: str, body: Any = None, *, token: str | None = None) -> requests.Response:
        """The hub's REST API, as the rig's own service or with another token."""
        headers = {"Authorization": f"token {self.api_token if token is None else token}"}
        return browser().request(method, f"{self.url}hub/api/{path}", json=body, headers=headers, timeout=60)

    def login(self, user: str) -> requests.Session:
        """A browser in which this user has logged in to the hub."""
        session = browser()
        session.get(self.url + "hub/login", timeout=30)
        form = {"username": user, "password": self.password, "_xsrf": session.cookies["_xsrf"]}
        reply = session.post(self.url + "hub/login", data=form, timeout=30, allow_redirects=False)
        assert reply.status_code == 302, f"{user} cannot log in: {reply.status_code}"
        return session

    def spawn(self, user: str, server: str = "", timeout: float = 60) -> str:
        """Start the user's server (who has logged in once) and wait until it is ready; its URL."""
        name = quote(user, safe="")
        path = f"users/{name}/servers/{quote(server, safe='')}" if server else f"users/{name}/server"
        reply = self.api("POST", path)
        assert reply.status_code in (201, 202), f"no server for {user}: {reply.status_code} {reply.text}"

        def ready() -> bool:
            servers = self.api("GET", f"users/{name}").json()["servers"]
            return bool(servers.get(server, {}).get("ready"))

        try:
            until(ready, f"the server of {user} is ready", timeout)
        except AssertionError as error:
            tail = "\n".join(self.log.splitlines()[-30:])
            raise AssertionError(f"{error}\n{tail}") from None
        return self.server_url(user, server)

    def stop_server(self, user: str, server: str = "") -> None:
        name = quote(user, safe="")
        path = f"users/{name}/servers/{quote(server, safe='')}" if server else f"users/{name}/server"
        self.api("DELETE", path)
        until(
            lambda: server not in self.api("GET", f"users/{name}").json()["servers"], "the server has stopped"
        )

    def open(self, session: requests.Session, url: str) -> requests.Response:
        """Open a page of a single-user server: the OAuth dance, and the consent page where there is one."""
        reply = session.get(url, timeout=60)
        if "/oauth2/authorize" in reply.url:
            form: dict[str, Any] = {"_xsrf": session.cookies.get("_xsrf", path=f"{self.base_url}hub/")}
            scopes = re.findall(r'name="scopes"[^>]*value="([^"]+)"', reply.text)
            form["scopes"] = [html.unescape(scope) for scope in scopes]
            reply = session.post(reply.url, data=form, headers={"Referer": reply.url}, timeout=60)
        return reply

    def page_config(self, session: requests.Session, user: str, server: str = "") -> dict[str, Any]:
        """What the page of JupyterLab is told; ``token`` in it is the visitor's own."""
        reply = self.open(session, self.server_url(user, server) + "lab")
        assert reply.status_code == 200, f"{reply.url}: {reply.status_code}"
        return page_config(reply.text)

    def stop(self, timeout: float = 30) -> None:
        """End the hub, its proxy and every server of it. A second call does nothing."""
        if self.process is None:
            return
        children = self._children()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        for child in children:
            with contextlib.suppress(psutil.Error):
                child.kill()
        psutil.wait_procs(children, timeout=5)

    def crash(self) -> None:
        """The hub alone, at once; its proxy and the servers run on."""
        assert self.process is not None
        self._orphans = self._children()
        self.process.kill()
        self.process.wait()

    def _children(self) -> list[psutil.Process]:
        """Also the proxy of a hub that ended by itself, which leaves it behind."""
        assert self.process is not None
        found = list(self._orphans)
        with contextlib.suppress(psutil.Error):
            found += psutil.Process(self.process.pid).children(recursive=True)
        with contextlib.suppress(psutil.Error, OSError, ValueError):
            found.append(psutil.Process(int((self.folder / "proxy.pid").read_text())))
        return found

    def __enter__(self) -> Hub:
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(self, *_: object) -> None:
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
