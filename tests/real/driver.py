"""What a person does in JupyterLab, over the same REST calls and WebSockets: terminals, kernels, watching."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from typing import Any

from rig import Server
from websocket import WebSocket, WebSocketTimeoutException

Row = dict[str, Any]
V1 = "remote-ide/v1"


class Terminal:
    """A terminal of JupyterLab."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.name: str = server.post("api/terminals").json()["name"]
        self._socket = server.websocket(f"terminals/websocket/{self.name}")

    def type(self, line: str) -> None:
        """Type a line and press Enter."""
        self._socket.send(json.dumps(["stdin", line + "\r"]))

    def close(self) -> None:
        self._socket.close()
        self._server.delete(f"api/terminals/{self.name}")


class Notebook:
    """A notebook's kernel, of a browser or with the ``token`` of an IDE."""

    def __init__(self, server: Server, path: str, kernel: str = "python3", token: str | None = None) -> None:
        self._server = server
        wish = {"path": path, "name": path, "type": "notebook", "kernel": {"name": kernel}}
        answer = server.post("api/sessions", wish, token=token)
        assert answer.status_code == 201, answer.text
        self.session: str = answer.json()["id"]
        self.kernel: str = answer.json()["kernel"]["id"]
        self._socket = server.websocket(f"api/kernels/{self.kernel}/channels", token=token, timeout=60)

    def run(self, code: str) -> str:
        """Run a cell to its end; what it printed."""
        identifier = secrets.token_hex(8)
        message = {
            "header": {
                "msg_id": identifier,
                "msg_type": "execute_request",
                "username": "",
                "session": identifier,
                "version": "5.3",
            },
            "parent_header": {},
            "metadata": {},
            "channel": "shell",
            "content": {"code": code, "silent": False, "allow_stdin": False, "stop_on_error": True},
        }
        self._socket.send(json.dumps(message))
        output = ""
        while True:
            answer = json.loads(self._socket.recv())
            if answer["parent_header"].get("msg_id") != identifier:
                continue
            kind, content = answer["msg_type"], answer["content"]
            if kind == "stream":
                output += content["text"]
            elif kind == "error":
                raise AssertionError("\n".join(content["traceback"]))
            elif kind == "status" and content["execution_state"] == "idle":
                return output

    def close(self) -> None:
        self._socket.close()
        self._server.delete(f"api/sessions/{self.session}")


class Watch:
    """The page's live socket: ``rows`` of one topic as the page has them, ``frames`` as they came.

    ``told`` holds each row that ever came, in each of its states.

    >>> Watch(server.websocket, "ports")
    """

    def __init__(self, connect: Callable[[str], WebSocket], topic: str) -> None:
        self._socket = connect(f"{V1}/watch?topics={topic}")
        self.topic = topic
        self.rows: dict[str, Row] = {}
        self.told: list[Row] = []
        self.frames: list[str] = []
        self._key = "id" if topic == "ports" else "name"
        self._seq = -1

    def want(self, level: str | None) -> None:
        self._socket.send(json.dumps({"want": {self.topic: level}}))

    def read(self, timeout: float) -> bool:
        """Take the next frame; whether one came in time. Raises when the socket was closed."""
        self._socket.settimeout(max(timeout, 0.01))
        try:
            text = self._socket.recv()
        except WebSocketTimeoutException:
            return False
        assert text, "the live socket was closed"
        self.frames.append(str(text))
        message = json.loads(text)
        if "snapshot" in message:
            self.told += message["snapshot"]
            self.rows = {row[self._key]: row for row in message["snapshot"]}
        elif "topic" in message:
            assert message["seq"] == self._seq + 1, "a diff is missing"
            new = [*message["add"], *message["change"]]
            self.told += new
            self.rows |= {row[self._key]: row for row in new}
            for key in message["remove"]:
                del self.rows[key]
        self._seq = message.get("seq", self._seq)
        return True

    def until(self, check: Callable[[Row], Any], what: str, timeout: float = 20) -> Row:
        """Follow until a row passes; that row."""
        deadline = time.monotonic() + timeout
        while True:
            for row in self.rows.values():
                if check(row):
                    return row
            left = deadline - time.monotonic()
            if left <= 0:
                raise AssertionError(f"{what}: not within {timeout:g} s; now {list(self.rows.values())}")
            self.read(left)

    def follow(self, seconds: float) -> None:
        """Take all that comes for so long."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self.read(left)

    def close(self) -> None:
        self._socket.close()
