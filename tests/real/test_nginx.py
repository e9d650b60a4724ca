"""Behind nginx, which cuts a WebSocket that says nothing for its time-out (60 s; here 8 s)."""

from __future__ import annotations

import json
import time
from contextlib import closing

import programs
import pytest
from driver import V1, Terminal, Watch
from rig import Account, Hub, Nginx, Server
from rig.server import until
from websocket import WebSocket, WebSocketConnectionClosedException

# As in the product, the silence is three quarters of nginx's time-out: 45 of 60 s.
SHORTER = """
import jupyterlab_remote_ide.watch as watch
assert watch.KEEP_ALIVE_SECONDS == 45
watch.KEEP_ALIVE_SECONDS = {seconds}
"""
TIME_OUT = "8s"
KEEP_ALIVE = SHORTER.format(seconds=6)
# More than three times nginx's time-out, and so many of ours.
SILENCE, KEPT_ALIVE = 26, range(3, 6)


def activity(server: Server) -> str:
    last: str = server.get("api/status").json()["last_activity"]
    return last


# The silence, and what stands around it on a slow machine.
LONG = pytest.mark.timeout(300)


@LONG
@pytest.mark.parametrize("keep_alive", [True, False], ids=["as-it-is", "without-keep-alive"])
def test_idle_without_a_reconnect_and_without_activity(account: Account, keep_alive: bool) -> None:
    account.write(
        ".jupyter/jupyter_server_config.py", KEEP_ALIVE if keep_alive else SHORTER.format(seconds=4500)
    )
    config = {"ServerApp": {"trust_xheaders": True, "allow_remote_access": True}}
    with (
        Server(account, app="server", base_url="/jh/", config=config) as server,
        Nginx(f"http://127.0.0.1:{server.port}", read_timeout=TIME_OUT) as nginx,
    ):
        origin = nginx.url.rstrip("/")
        header = [f"Authorization: token {server.token}"]

        def through_nginx(path: str) -> WebSocket:
            return nginx.websocket(f"jh/{path}", header=header, origin=origin)

        with closing(Watch(through_nginx, "ports")) as watch:
            watch.until(lambda row: row["port"] == server.port, "the snapshot")
            watch.follow(5)  # new rows are told apart within 4 s
            before = activity(server)
            if not keep_alive:  # nginx really cuts what says nothing: the other case proves something
                with pytest.raises((WebSocketConnectionClosedException, AssertionError)):
                    watch.follow(40)
                return
            frames = len(watch.frames)
            watch.follow(SILENCE)
            assert set(watch.frames[frames:]) == {"{}"}, "something else than the keep-alive came"
            assert len(watch.frames) - frames in KEPT_ALIVE
            assert activity(server) == before
            with programs.running(account, "flask_app.py") as port:  # still the same, live connection
                watch.until(lambda row: row["port"] == port, "a new row")
            assert activity(server) == before
            assert "upstream timed out" not in nginx.log


OFTEN = """
c.JupyterHub.last_activity_interval = 2
c.JupyterHub.activity_resolution = 0
c.Spawner.environment = {"JUPYTERHUB_ACTIVITY_INTERVAL": "2"}
"""


@LONG
def test_the_hubs_last_activity_stands_still_while_the_panel_is_idle(account: Account) -> None:
    """The hub takes the later of what the server says and of what its proxy has seen."""
    account.write("hub/alice/.jupyter/jupyter_server_config.py", KEEP_ALIVE)
    with (
        Hub(account, extra=OFTEN) as hub,
        Nginx(f"http://127.0.0.1:{hub.port}", read_timeout=TIME_OUT) as nginx,
    ):

        def last() -> str:
            seen: str = hub.api("GET", "users/alice").json()["servers"][""]["last_activity"]
            return seen

        browser = hub.login("alice")
        hub.spawn("alice")
        token = hub.page_config(browser, "alice")["token"]
        header = [f"Authorization: token {token}"]
        path = "jh/user/alice/"

        def watch_at(page: str) -> WebSocket:
            return nginx.websocket(path + page, header=header, origin=nginx.url.rstrip("/"))

        with closing(Watch(watch_at, "ports")) as watch:
            watch.until(lambda row: row["hidden"], "the snapshot")
            watch.follow(8)  # rows are told apart, the hub has heard of the page
            before, frames = last(), len(watch.frames)
            watch.follow(SILENCE)
            assert set(watch.frames[frames:]) == {"{}"}, "something else than the keep-alive came"
            assert last() == before
            watch.want("visible")  # a person looks again: the proxy sees it, so the silence above was ours
            until(lambda: last() > before, "a frame of the page is the hub's activity")
            before = last()
        answer = nginx.get(path + "api/contents", headers={"Authorization": f"token {token}"})
        assert answer.status_code == 200
        until(lambda: last() > before, "what a person does is the hub's activity")


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
