"""A real Jupyter server of an ordinary account: `jupyter lab`, `jupyter notebook` or `jupyter server`."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import requests
import websocket

from .accounts import Account
from .places import VENV, free_port

NEWS = ".jupyter/lab/user-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"


def until(check: Callable[[], Any], what: str, timeout: float = 30, every: float = 0.1) -> Any:
    """Ask until the answer is true, and give it back; ``what`` is the sentence of the failure."""
    deadline = time.monotonic() + timeout
    while not (answer := check()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {timeout:g} s")
        time.sleep(every)
    return answer


class Server:
    """One Jupyter server.

    >>> with Server(account, base_url="/a/b/", config={"ServerProxy": {"servers": {}}}) as server:
    ...     server.get("api/status").json()

    ``config`` goes to ~/.jupyter/jupyter_server_config.json, ``arguments`` to the command line, ``env`` to
    the environment (None removes a name). An empty ``token`` switches authentication off, as galata wants it.
    """

    def __init__(
        self,
        account: Account,
        *,
        app: str = "lab",
        base_url: str = "/",
        token: str | None = None,
        port: int | None = None,
        ip: str = "127.0.0.1",
        config: Mapping[str, Mapping[str, Any]] | None = None,
        arguments: Sequence[str] = (),
        env: Mapping[str, str | None] | None = None,
        venv: Path = VENV,
        root_dir: Path | None = None,
    ) -> None:
        self.account = account
        self.app = app
        self.base_url = "/" + base_url.strip("/") + "/" if base_url.strip("/") else "/"
        self.token = secrets.token_hex(16) if token is None else token
        self.port = port or free_port()
        self.ip = ip
        self.config = dict(config or {})
        self.arguments = list(arguments)
        self.env = {"PYTHONFAULTHANDLER": "1", **(env or {})}
        self.venv = venv
        self.root_dir = root_dir or account.home / "work"
        self.log_file = account.home / f"jupyter-{self.port}.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.base_url}"

    @property
    def log(self) -> str:
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def start(self, timeout: float = 60) -> Server:
        """Start it and wait until /api/status answers."""
        if not self.root_dir.exists():
            self.root_dir.mkdir()
            os.chown(self.root_dir, self.account.uid, self.account.gid)
        if self.config:
            self.account.write(".jupyter/jupyter_server_config.json", json.dumps(self.config))
        self.account.write(NEWS, '{"fetchNews": "false"}')
        command: list[str | Path] = [
            *(self.venv / "bin" / "python", "-m", "jupyter", self.app),
            *("--no-browser", f"--ServerApp.ip={self.ip}", "--ServerApp.port_retries=0"),
            f"--ServerApp.port={self.port}",
            f"--ServerApp.base_url={self.base_url}",
            f"--ServerApp.root_dir={self.root_dir}",
            f"--IdentityProvider.token={self.token}",
            *(["--ServerApp.allow_root=True"] if self.account.uid == 0 else []),
            *self.arguments,
        ]
        with self.log_file.open("ab") as log:
            self.process = self.account.start(command, env=self.env, venv=self.venv, log=log)
        until(self._answers, f"{self.app} at {self.url} answers", timeout)
        return self

    def _answers(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            tail = "\n".join(self.log.splitlines()[-30:])
            raise AssertionError(f"{self.app} ended at once ({self.process.returncode}):\n{tail}")
        try:
            return self.get("api/status", timeout=5).status_code == 200
        except (requests.ConnectionError, requests.Timeout):
            return False

    def request(
        self, method: str, path: str, *, token: str | None = None, **options: Any
    ) -> requests.Response:
        """Ask the server, with its token in the header; another ``token``, or "" for none."""
        token = self.token if token is None else token
        headers = {"Authorization": f"token {token}"} if token else {}
        headers.update(options.pop("headers", {}))
        options.setdefault("timeout", 30)
        return requests.request(method, self.url + path.lstrip("/"), headers=headers, **options)

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> requests.Response:
        return self.request("POST", path, json=json, **options)

    def delete(self, path: str, **options: Any) -> requests.Response:
        return self.request("DELETE", path, **options)

    def websocket(
        self, path: str, *, token: str | None = None, timeout: float = 10, **options: Any
    ) -> websocket.WebSocket:
        """An open WebSocket; close it."""
        token = self.token if token is None else token
        headers = [f"Authorization: token {token}"] if token else []
        url = self.url.replace("http", "ws", 1) + path.lstrip("/")
        return websocket.create_connection(url, header=headers, timeout=timeout, **options)

    def page_config(self, path: str = "lab") -> dict[str, Any]:
        """What JupyterLab's page is told (`jupyter-config-data`)."""
        return page_config(self.get(path).text)

    def stop(self, how: signal.Signals = signal.SIGTERM, timeout: float = 20) -> int:
        """End it by a signal to Jupyter alone, as a hub does; its exit status. A second call does nothing."""
        if self.process is None:
            return 0
        for is_again in (False, True):
            # Python loses a signal that arrives while it writes a log line: Jupyter's handler logs, too.
            # Whoever ends servers asks again then.
            if self.process.poll() is None and (not is_again or "reentrant call inside" in self.log):
                self.process.send_signal(how)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(timeout)
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGABRT)  # Python's fault handler says what each thread does
            self.process.wait()
            tail = "\n".join(self.log.splitlines()[-80:])
            raise AssertionError(f"{self.app} did not end within {timeout:g} s of {how.name}:\n{tail}")
        return self.process.returncode

    def shutdown(self) -> None:
        """End it as File > Shut Down does."""
        assert self.post("api/shutdown").status_code == 200
        assert self.process is not None
        self.process.wait(20)

    def __enter__(self) -> Server:
        try:
            return self.start()
        except BaseException:
            self.account.kill()
            self.stop()
            raise

    def __exit__(self, *_: object) -> None:
        try:
            self.stop()
        finally:
            if self.process is not None:
                self.process.wait()


def page_config(html: str) -> dict[str, Any]:
    """The JSON of `<script id="jupyter-config-data">`."""
    found = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', html, re.S)
    assert found, f"no jupyter-config-data in the page: {html[:300]}"
    config: dict[str, Any] = json.loads(found[1])
    return config
