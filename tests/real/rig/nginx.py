"""A real nginx with TLS in front of something: what most sites have before their hub."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import requests
import websocket

from .places import free_port
from .server import until

TEMPLATE = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{ worker_connections 512; }}
http {{
  access_log {folder}/access.log;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  client_max_body_size 0;
  map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {folder}/cert.pem;
    ssl_certificate_key {folder}/key.pem;
    location {location} {{
      proxy_pass {upstream};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      {upgrade}
      proxy_buffering off;
      proxy_read_timeout {read_timeout};
      proxy_send_timeout {read_timeout};
      {extra}
    }}
  }}
}}
"""

UPGRADE = """proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;"""


class Nginx:
    """TLS at ``https://localhost:<port>`` before ``upstream`` (``http://127.0.0.1:8000``).

    ``read_timeout`` is nginx's own word ("60s" is its default: a WebSocket silent for so long is closed).
    ``cert`` is the file that a client must trust. Without ``upgrades`` no WebSocket comes through, as where
    nginx is set up for web pages alone.
    """

    def __init__(
        self,
        upstream: str,
        *,
        location: str = "/",
        read_timeout: str = "3600s",
        port: int | None = None,
        extra: str = "",
        upgrades: bool = True,
    ) -> None:
        self.port = port or free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="ridenginx"))
        self.cert = self.folder / "cert.pem"
        self.process: subprocess.Popen[bytes] | None = None
        self.text = TEMPLATE.format(
            user="user root;" if os.getuid() == 0 else "",
            folder=self.folder,
            port=self.port,
            location=location,
            upstream=upstream.rstrip("/"),
            read_timeout=read_timeout,
            extra=extra,
            upgrade=UPGRADE if upgrades else "",
        )

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}/"

    @property
    def log(self) -> str:
        return (self.folder / "error.log").read_text()

    def start(self) -> Nginx:
        (self.folder / "nginx.conf").write_text(self.text)
        subprocess.run(
            [
                *(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-days",
                    "30",
                    "-subj",
                    "/CN=localhost",
                ),
                *("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
                *("-keyout", self.folder / "key.pem", "-out", self.cert),
            ],
            check=True,
            capture_output=True,
        )
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        with (self.folder / "out.log").open("wb") as log:
            self.process = subprocess.Popen(
                [
                    program,
                    "-c",
                    self.folder / "nginx.conf",
                    "-e",
                    self.folder / "error.log",
                    "-p",
                    self.folder,
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until(self._listens, f"nginx listens at {self.port}", timeout=10)
        return self

    def _listens(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise AssertionError(f"nginx ended at once: {(self.folder / 'out.log').read_text()}")
        with socket.socket() as sock:
            return sock.connect_ex(("127.0.0.1", self.port)) == 0

    def get(self, path: str, **options: Any) -> requests.Response:
        options.setdefault("timeout", 30)
        return requests.get(self.url + path.lstrip("/"), verify=str(self.cert), **options)

    def websocket(self, path: str, *, timeout: float = 10, **options: Any) -> websocket.WebSocket:
        url = self.url.replace("http", "ws", 1) + path.lstrip("/")
        trust = ssl.create_default_context(cafile=str(self.cert))
        return websocket.create_connection(url, timeout=timeout, sslopt={"context": trust}, **options)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def __enter__(self) -> Nginx:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
