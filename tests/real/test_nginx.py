"""Behind nginx, which cuts a WebSocket that says nothing for its time-out (60 s; here 6 s)."""

from __future__ import annotations

import json
import time
from contextlib import closing

import programs
import pytest
from driver import V1, Terminal, Watch
from rig import Account, Nginx, Server
from websocket import WebSocketConnectionClosedException

# As in the product, the silence is three quarters of nginx's time-out: 45 of 60 s.
SHORTER = """
import jupyterlab_remote_ide.watch as watch
assert watch.KEEP_ALIVE_SECONDS == 45
watch.KEEP_ALIVE_SECONDS = 4.5
"""


def activity(server: Server) -> str:
    last: str = server.get("api/status").json()["last_activity"]
    return last


@pytest.mark.parametrize("keep_alive", [True, False], ids=["as-it-is", "without-keep-alive"])
def test_an_idle_minute_without_a_reconnect_and_without_activity(account: Account, keep_alive: bool) -> None:
    text = SHORTER if keep_alive else SHORTER.replace("4.5", "4500")
    account.write(".jupyter/jupyter_server_config.py", text)
    config = {"ServerApp": {"trust_xheaders": True, "allow_remote_access": True}}
    with (
        Server(account, app="server", base_url="/jh/", config=config) as server,
        Nginx(f"http://127.0.0.1:{server.port}", read_timeout="6s") as nginx,
    ):
        origin = nginx.url.rstrip("/")
        header = [f"Authorization: token {server.token}"]
        with closing(
            Watch(
                server,
                "ports",
                lambda path: nginx.websocket(f"jh/{path}", header=header, origin=origin),
            )
        ) as watch:
            watch.until(lambda row: row["port"] == server.port, "the snapshot", timeout=10)
            watch.follow(5)  # new rows are told apart within 4 s
            before = activity(server)
            if not keep_alive:  # nginx really cuts what says nothing: the other case proves something
                with pytest.raises((WebSocketConnectionClosedException, AssertionError)):
                    watch.follow(20)
                return
            frames = len(watch.frames)
            watch.follow(60)
            assert set(watch.frames[frames:]) == {"{}"}, "something else than the keep-alive came"
            assert 12 <= len(watch.frames) - frames <= 15
            assert activity(server) == before
            with programs.running(account, "flask_app.py") as port:  # still the same, live connection
                watch.until(lambda row: row["port"] == port, "a new row", timeout=5)
            assert activity(server) == before
            assert "upstream timed out" not in nginx.log


def test_reads_of_ours_are_nobodys_activity_and_a_persons_acts_are(server: Server) -> None:
    time.sleep(1)
    before = activity(server)
    for path in ("status", "apitokens", "ports", "apps", "session"):
        answer = server.get(f"{V1}/{path}")
        assert answer.status_code == 200, path
        assert json.loads(answer.text)
    assert activity(server) == before
    with closing(Terminal(server)):
        assert activity(server) > before
