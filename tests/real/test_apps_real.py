"""Programs that go wrong: each shows its state and a sentence, by tile and by typed URL."""

from __future__ import annotations

import os
import signal
import threading
import time

import programs
import pytest
import tiles
from rig import Account, Server
from rig.server import until
from tiles import SCRIPT, configure, reaches, row, start_page, starts, tile, visit


def one(account: Account, name: str, mode: str | None = None) -> None:
    configure(account, {name: repr(tiles.command(account, name, mode or name))})


def open_by(way: str, server: Server, name: str) -> None:
    if way == "tile":
        answer = tile(server, name)
        assert answer.status_code == 202, answer.text
        assert answer.json()["open_url"].startswith(f"{server.base_url}{name}/")
    else:
        visit(server, f"{name}/")


WAYS = pytest.mark.parametrize("way", ["tile", "url"])


@WAYS
def test_exit_1_is_a_crash_loop_of_three_however_often_a_page_asks(account: Account, way: str) -> None:
    one(account, "exit1")
    with Server(account) as server:
        open_by(way, server, "exit1")
        stop = time.monotonic() + 20
        states = set()
        while time.monotonic() < stop:  # a forgotten tab: its page, its scripts, the tile's list
            states.add(start_page(visit(server, "exit1/"))[0])
            if row(server, "exit1")["state"] == "failed":
                stop = min(stop, time.monotonic() + 5)  # several times what the brake waits
                script = server.get("exit1/api/poll", headers=SCRIPT)
                assert (script.status_code, script.json()["reason"]) == (503, "crash-loop")
            time.sleep(0.05)
        assert states <= {"starting", "failed"}
        assert starts(account, "exit1") == 3
        failed = row(server, "exit1")
        assert (failed["state"], failed["reason"], failed["pid"]) == ("failed", "crash-loop", None)
        assert start_page(visit(server, "exit1/")) == ("failed", "crash-loop")
        assert "the disk is full" in tiles.log(server, "exit1")
        assert "hunter2secret" not in tiles.log(server, "exit1")
        tile(server, "exit1")  # a person may try again, and gets as many
        time.sleep(1)
        reaches(server, "exit1", "failed")
        assert starts(account, "exit1") == 6


@WAYS
def test_exit_0_before_ready_fails_at_once(account: Account, way: str) -> None:
    one(account, "exit0")
    with Server(account) as server:
        open_by(way, server, "exit0")
        assert reaches(server, "exit0", "failed")["reason"] == "exited-before-ready"
        for _ in range(5):
            assert start_page(visit(server, "exit0/")) == ("failed", "exited-before-ready")
        assert starts(account, "exit0") == 1


@WAYS
def test_exit_0_after_ready_stays_stopped_until_a_person_starts_it(account: Account, way: str) -> None:
    one(account, "later", mode="exit0-later")
    with Server(account) as server:
        open_by(way, server, "later")
        pid = reaches(server, "later", "running")["pid"]
        assert "the app answers" in visit(server, "later/").text
        os.kill(pid, signal.SIGUSR1)
        assert reaches(server, "later", "stopped")["reason"] == "exited"
        assert start_page(visit(server, "later/")) == ("stopped", "exited")
        assert server.get("later/x", headers=SCRIPT).status_code == 503
        time.sleep(1)
        assert starts(account, "later") == 1
        assert tile(server, "later").status_code == 202
        reaches(server, "later", "running")
        assert starts(account, "later") == 2


@WAYS
def test_kill_9_brings_it_back_and_never_a_bare_error(account: Account, way: str) -> None:
    one(account, "serve")
    with Server(account) as server:
        open_by(way, server, "serve")
        pid = reaches(server, "serve", "running")["pid"]
        os.kill(pid, signal.SIGKILL)

        def back() -> bool:
            answer = visit(server, "serve/")
            if answer.status_code == 200:
                return row(server, "serve")["pid"] != pid
            start_page(answer)
            return False

        until(back, "it is back", every=0.02)
        assert "the app answers" in visit(server, "serve/").text
        assert starts(account, "serve") == 2


@WAYS
def test_a_missing_program_says_so_and_is_found_once_it_is_there(account: Account, way: str) -> None:
    program = account.home / "bin" / "no-such-ide"
    configure(account, {"gone": f"[{str(program)!r}, '{{port}}', {str(account.home / 'starts-gone')!r}]"})
    with Server(account) as server:
        assert row(server, "gone")["state"] == "stopped"  # it is tried, and the system says
        if way == "tile":
            assert tile(server, "gone").status_code in (202, 503)
            reaches(server, "gone", "missing")
        assert start_page(visit(server, "gone/")) == ("missing", "program-missing")
        assert server.get("gone/x", headers=SCRIPT).json()["reason"] == "program-missing"
        run = f'#!/bin/sh\nexec {programs.python()} {programs.path("app.py")} serve "$@"\n'
        account.write("bin/no-such-ide", run, mode=0o755)
        start_page(visit(server, "gone/"))  # it is never starting that is missing
        reaches(server, "gone", "running")


@WAYS
def test_a_command_that_raises_says_so(account: Account, way: str) -> None:
    configure(account, {"raises": "raises"})
    with Server(account) as server:
        open_by(way, server, "raises")
        failed = reaches(server, "raises", "failed")
        assert failed["reason"] == "command-failed"
        assert start_page(visit(server, "raises/")) == ("failed", "command-failed")
        assert "no licence on this node" in tiles.log(server, "raises")


@WAYS
def test_a_program_that_answers_500_is_not_running(account: Account, way: str) -> None:
    one(account, "status500")
    with Server(account) as server:
        open_by(way, server, "status500")
        sick = reaches(server, "status500", "unhealthy")
        assert sick["reason"] == "answers-5xx"
        assert start_page(visit(server, "status500/")) == ("unhealthy", "answers-5xx")
        assert starts(account, "status500") == 1


@pytest.mark.timeout(300)
def test_a_slow_start_shows_the_start_page_at_once_and_then_the_app(account: Account) -> None:
    """Five times what jupyter-server-proxy alone would wait, by tile and by typed URL; there with a script's
    request that comes first."""
    names = ("tile", "url")
    configure(account, {name: repr(tiles.command(account, name, "held")) for name in names})
    with Server(account) as server:
        answers = []
        script = threading.Thread(
            target=lambda: answers.append(server.get("url/data", headers=SCRIPT, timeout=200))
        )
        script.start()
        open_by("tile", server, "tile")
        until(lambda: all(starts(account, name) for name in names), "both are spawned")
        spawned = min(tiles.starts_file(account, name).stat().st_mtime for name in names)
        for name in names * 3:
            assert start_page(visit(server, f"{name}/"))[0] == "starting"
            assert script.is_alive(), "the page waited for the app"
            assert row(server, name)["state"] == "starting"
        time.sleep(max(0, spawned + 5 - time.time()))
        for name in names:
            assert start_page(visit(server, f"{name}/"))[0] == "starting"
            assert row(server, name)["state"] == "starting"
        for name in names:
            account.write(f"starts-{name}.go", "")
            reaches(server, name, "running", timeout=60)
            assert "the app answers" in visit(server, f"{name}/").text
            assert starts(account, name) == 1
        script.join(60)
        assert [answer.status_code for answer in answers] == [200]


@pytest.mark.timeout(300)
def test_a_stop_ends_it_for_good_though_a_tab_goes_on_asking(account: Account) -> None:
    one(account, "serve")
    with Server(account) as server:
        assert visit(server, "serve/").status_code == 503
        pid = reaches(server, "serve", "running")["pid"]
        assert tile(server, "serve", "stop").status_code == 202
        stop = time.monotonic() + 12  # several times what the brake and a reconnect wait
        while time.monotonic() < stop:
            answer = server.get("serve/poll", headers=SCRIPT)
            if answer.status_code != 200:
                assert answer.status_code == 503
                assert answer.json()["reason"] in ("stopped-by-person", "stopping")
            time.sleep(0.2)
        assert not os.path.exists(f"/proc/{pid}")  # noqa: PTH110
        assert starts(account, "serve") == 1
        assert start_page(visit(server, "serve/")) == ("stopped", "stopped-by-person")
        assert tile(server, "serve", "restart").status_code == 202
        reaches(server, "serve", "running")
        assert starts(account, "serve") == 2


def test_nothing_of_an_app_without_a_login(account: Account) -> None:
    one(account, "serve")
    with Server(account) as server:
        answer = visit(server, "serve/", token="", allow_redirects=False)
        assert answer.status_code == 302
        assert "/login" in answer.headers["Location"]
        assert server.post("remote-ide/v1/apps/serve/start", token="").status_code == 403
        assert starts(account, "serve") == 0
