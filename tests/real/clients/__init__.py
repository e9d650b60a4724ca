"""Programs on the user's own computer, driven from tests. Secrets go to them by standard input alone."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

from rig import Server

PROFILE = Path(__file__).with_name("vscode.mjs")
LOOPBACK = PROFILE.with_name("loopback.mjs")
Line = dict[str, Any]


def copied_url(server: Server, secret: str) -> str:
    """What the panel's primary button copies."""
    return f"{server.url}?token={secret}"


def make_token(server: Server, expires_in: int = 600, note: str = "laptop") -> Line:
    """``{apitoken, secret, expires_at, clamped}`` of a new API token for VS Code."""
    wish = {"recipe": "vscode", "note": note, "expires_in": expires_in}
    answer = server.post("remote-ide/v1/apitokens", wish)
    assert answer.status_code == 201, answer.text
    made: Line = answer.json()
    return made


def connect(url: str, **options: Any) -> Line:
    """Paste, reload, run code: what the client with VS Code's rules saw. ``hub.test`` is this machine."""
    done = subprocess.run(
        ["node", "--import", LOOPBACK, PROFILE, "connect"],
        input=json.dumps({"url": url, **options}) + "\n",
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert done.stdout, done.stderr
    seen: Line = json.loads(done.stdout.splitlines()[-1])
    return seen


class Holder:
    """The same client with a kernel, a terminal, the events and a proxied WebSocket open.

    ``lines`` grows while it runs; each line's ``at`` is epoch seconds of this machine's clock.
    """

    def __init__(self, url: str, proxied: str | None = None, limit: float = 60) -> None:
        self.lines: list[Line] = []
        self._queue: queue.Queue[Line | None] = queue.Queue()
        self._process = subprocess.Popen(
            ["node", PROFILE, "hold"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._process.stdin is not None
        wish = {"url": url, "limit": limit, **({"proxied": proxied} if proxied else {})}
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.close()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as output:
            for line in output:
                self._queue.put(json.loads(line))
        self._queue.put(None)

    def wait_for(self, event: str, timeout: float = 60) -> Line:
        """The next line of that event."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                line = self._queue.get(timeout=max(0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no {event!r} within {timeout:g} s: {self.lines}") from None
            assert line is not None, f"the client ended before {event!r}: {self.lines}"
            self.lines.append(line)
            if line.get("event") == event:
                return line

    def rest(self, timeout: float = 60) -> list[Line]:
        """All lines, once the client has ended by itself."""
        deadline = time.monotonic() + timeout
        while (line := self._queue.get(timeout=max(0.01, deadline - time.monotonic()))) is not None:
            self.lines.append(line)
        return self.lines

    def __enter__(self) -> Holder:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
