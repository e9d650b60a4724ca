"""What becomes of programs, seen through the real jupyter-server-proxy."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import pytest
from conftest import reason_of
from marked import members
from traitlets.config import Config

from jupyterlab_remote_ide.host import processes


async def test_the_seam_holds(apps):
    assert apps.feature.warnings() == ()
    assert not apps.manager.open_only
    code, body = await apps.call("apps")
    assert code == 200
    assert {"now", "seq", "problem", "apps"} == set(body)
    states = {row["name"]: (row["state"], row["reason"]) for row in body["apps"]}
    assert states["plain"] == ("stopped", None)
    assert states["gone"] == ("stopped", None)  # it is tried, and the system says
    assert states["outside"] == ("external", "not-answering")


async def test_a_request_starts_it_and_it_is_one_process(apps, spawns):
    replies = await asyncio.gather(*(apps.ask("plain/") for _ in range(8)))
    assert [reply.code for reply in replies] == [200] * 8
    assert len(spawns.read_text().splitlines()) == 1
    row = await apps.row("plain")
    assert (row["state"], row["reason"]) == ("running", None)
    assert str(row["pid"]) == await apps.get("plain", "pid")
    assert row["since"] is not None
    log = apps.log("plain")
    assert "backend says hello" in log
    assert "and an error" in log


async def test_state_keys_of_jupyter_server_proxy(apps):
    await apps.get("plain")
    await apps.get("sock")
    state = apps.feature._servers._rules["plain"].target_kwargs["state"]
    assert {"proc_lock", "port", "proc"} <= set(state)
    assert state["proc"] is apps.manager.app("plain").process
    state = apps.feature._servers._rules["sock"].target_kwargs["state"]
    assert len(os.fsencode(state["unix_socket"])) <= 107
    assert Path(state["unix_socket"]).parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["plain", "sock"])
async def test_stop_and_restart_keep_the_address(apps, name):
    pid = int(await apps.get(name, "pid"))
    state = apps.feature._servers._rules[name].target_kwargs["state"]
    address = state.get("port"), state.get("unix_socket")
    code, body = await apps.call(f"apps/{name}/stop", "POST")
    assert (code, body["app"]["state"]) == (202, "stopped")
    assert processes.read(pid) is None
    assert "proc" not in state
    code, body = await apps.call(f"apps/{name}/start", "POST")
    assert code == 202
    assert body["app"]["state"] == "starting"
    await apps.until(name, "running")
    assert (state.get("port"), state.get("unix_socket")) == address
    first = int(await apps.get(name, "pid"))
    before = apps.manager.app(name).row()["started"]
    code, _ = await apps.call(f"apps/{name}/restart", "POST")
    assert code == 202
    assert int(await apps.get(name, "pid")) not in (first, pid)
    assert processes.read(first) is None
    assert apps.manager.app(name).row()["started"] > before


async def test_stop_stays_stopped_until_a_person_starts_it(apps, spawns):
    await apps.get("plain")
    await apps.call("apps/plain/stop", "POST")
    reply = await apps.ask("plain/")
    assert reply.code == 503
    assert json.loads(reply.body)["reason"] == "stopped-by-person"
    page = await apps.open("plain")
    assert page.code == 503
    assert len(spawns.read_text().splitlines()) == 1


async def test_cancel_while_it_starts(apps, spawns, go):
    asking = asyncio.ensure_future(apps.ask("slow/"))
    await apps.until("slow", "starting")
    while not spawns.exists():
        await asyncio.sleep(0.02)
    await apps.call("apps/slow/stop", "POST")
    reply = await asyncio.wait_for(asking, 15)
    assert reply.code == 503
    assert "proc" not in apps.feature._servers._rules["slow"].target_kwargs["state"]
    assert (await apps.row("slow"))["state"] == "stopped"
    go.touch()
    await apps.call("apps/slow/start", "POST")
    await apps.until("slow", "running")


async def test_it_waits_longer_than_the_definition_s_timeout(apps, spawns, go):
    asking = asyncio.ensure_future(apps.ask("slow/"))
    while not spawns.exists():
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.6)
    go.touch()
    assert (await asking).code == 200


async def test_exit_0_after_running(apps, spawns):
    await apps.get("plain")
    await apps.ask("plain/exit", params="0")
    row = await apps.until("plain", "stopped", "failed")
    assert (row["state"], row["reason"]) == ("stopped", "exited")
    assert (await apps.ask("plain/")).code == 503
    assert len(spawns.read_text().splitlines()) == 1
    apps.manager.start("plain")
    assert await apps.get("plain", "pid")


async def test_exit_0_before_it_is_ready(apps):
    reply = await apps.ask("exit0/")
    assert reply.code == 503
    assert json.loads(reply.body)["reason"] == "exited-before-ready"


async def test_a_crash_loop_ends_after_three_spawns_and_stays_ended(apps, spawns):
    reply = await apps.ask("crash/")
    assert reply.code == 503
    assert json.loads(reply.body)["reason"] == "crash-loop"
    for _ in range(5):
        assert (await apps.ask("crash/")).code == 503
        assert (await apps.open("crash")).code == 503
    assert len(spawns.read_text().splitlines()) == 3
    assert (await apps.row("crash"))["state"] == "failed"


async def test_kill_9_brings_it_back_and_three_times_are_enough(apps, spawns):
    seen, starts = set(), set()
    for _ in range(3):
        pid = int(await apps.get("plain", "pid"))
        assert pid not in seen
        seen.add(pid)
        starts.add((await apps.row("plain"))["started"])
        os.kill(pid, signal.SIGKILL)
        await apps.until("plain", "starting", "failed")
    row = await apps.until("plain", "failed")
    assert row["reason"] == "crash-loop"
    assert len(spawns.read_text().splitlines()) == 3
    assert row["pid"] is None
    assert len(starts) == 1  # what came back by itself was started once


async def test_missing_program(apps):
    reply = await apps.ask("gone/")
    assert (reply.code, json.loads(reply.body)["reason"]) == (503, "program-missing")
    reply = await apps.ask("absent/")
    assert (reply.code, json.loads(reply.body)["reason"]) == (503, "program-missing")
    assert "Could not find rserver in PATH" in apps.log("absent")
    page = await apps.open("gone")
    assert page.code == 503
    assert reason_of(page) == ("missing", "program-missing")


async def test_a_command_that_raises_gives_its_sentence_without_its_secret(apps):
    reply = await apps.ask("raises/")
    assert (reply.code, json.loads(reply.body)["reason"]) == (503, "command-failed")
    assert "the licence server said" in apps.log("raises")
    assert "hunter2" not in apps.log("raises")


async def test_errors_make_it_unhealthy_and_it_recovers(apps):
    await apps.get("plain")
    await apps.ask("plain/status", params="503")
    page = await apps.open("plain")
    assert page.code == 503
    assert reason_of(page) == ("unhealthy", "answers-5xx")
    assert (await apps.row("plain"))["state"] == "unhealthy"
    assert await apps.get("plain", "pid")
    await apps.ask("plain/status", params="200")
    assert (await apps.open("plain")).code == 200
    assert (await apps.row("plain"))["state"] == "running"


async def test_a_program_that_starts_with_errors_is_not_running(apps, monkeypatch):
    monkeypatch.setattr("jupyterlab_remote_ide.apps.readiness._ERRORS_TOLERATED_SECONDS", 0.5)
    page = await apps.open("error")
    assert page.code == 503
    row = await apps.until("error", "unhealthy", "running")
    assert (row["state"], row["reason"]) == ("unhealthy", "answers-5xx")
    await apps.call("apps/error/stop", "POST")
    assert (await apps.row("error"))["state"] == "stopped"


async def test_silent_backends_keep_starting(apps):
    assert (await apps.open("silent")).code == 503
    await asyncio.sleep(1)
    assert (await apps.row("silent"))["state"] == "starting"
    code, _ = await apps.call("apps/silent/stop", "POST")
    assert code == 202
    assert (await apps.row("silent"))["state"] == "stopped"


async def test_what_speaks_no_http_fails_and_leaves_nothing(apps, monkeypatch):
    monkeypatch.setattr("jupyterlab_remote_ide.apps.readiness._NOT_HTTP_TOLERATED_SECONDS", 0.5)
    reply = await apps.ask("banner/")
    assert (reply.code, json.loads(reply.body)["reason"]) == (503, "not-http")
    assert members(f"{apps.feature._supervisor.server}:banner") == []


@pytest.mark.parametrize("name", ["daemon", "launched"])
async def test_a_program_that_goes_to_the_background(apps, name):
    await apps.get(name)
    launcher = await apps.goes_on(name)
    row = await apps.row(name)
    assert (row["state"], row["reason"]) == ("running", None)
    assert str(row["pid"]) == await apps.get(name, "pid")
    assert row["pid"] != launcher.pid
    await apps.call(f"apps/{name}/stop", "POST")
    assert processes.read(row["pid"]) is None


async def test_the_pid_behind_a_shell_and_its_end(apps):
    await apps.get("wrapped")
    row = await apps.row("wrapped")
    assert str(row["pid"]) == await apps.get("wrapped", "pid")
    assert apps.feature.managed_groups() == {apps.manager.app("wrapped").process.proc.pid: "wrapped"}
    os.kill(row["pid"], 0)
    await apps.call("apps/wrapped/stop", "POST")
    assert processes.read(row["pid"]) is None
    assert apps.feature.managed_groups() == {}


async def test_environment_and_folder_are_those_of_jupyter_server_proxy(apps, monkeypatch):
    monkeypatch.setenv("PORT", "1")
    monkeypatch.setenv("VSCODE_IPC_HOOK", "x")
    environment = json.loads(await apps.get("env", "env"))
    assert environment["PORT"] == "1"
    assert environment["VSCODE_IPC_HOOK"] == "x"
    assert environment["VSCODE_MINE"] == f"{apps.serverapp.base_url}x"
    assert environment["REMOTE_IDE_APP"].endswith(":env")
    assert await apps.get("env", "cwd") == str(Path.cwd())


class TestKnown:
    """A program of the catalog: it starts in the root folder, without what means something else to it."""

    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        entry = {"binaries": [sys.executable], "in_root": True}
        jp_server_config["RemoteIDE"] = Config(apps_catalog={"env": entry})
        return jp_server_config

    async def test_environment_and_folder(self, apps, monkeypatch, jp_root_dir):
        monkeypatch.setenv("PORT", "1")
        monkeypatch.setenv("VSCODE_IPC_HOOK", "x")
        monkeypatch.setenv("VSCODE_PROXY_URI", "/p/{{port}}")
        environment = json.loads(await apps.get("env", "env"))
        assert "PORT" not in environment
        assert "VSCODE_IPC_HOOK" not in environment
        assert environment["VSCODE_PROXY_URI"] == "/p/{{port}}"
        assert environment["VSCODE_MINE"] == f"{apps.serverapp.base_url}x"
        assert await apps.get("env", "cwd") == str(jp_root_dir)


async def test_a_command_that_is_none_is_passed_on(apps):
    reply = await apps.ask("unmanaged/")
    assert reply.code >= 500
    assert (await apps.row("unmanaged"))["state"] == "external"


async def test_backend_that_stops_listening(apps):
    await apps.get("plain")
    await apps.get("plain", "refuse")
    await asyncio.sleep(0.2)
    page = await apps.open("plain")
    assert page.code == 503
    assert reason_of(page) == ("unhealthy", "not-answering")
    assert json.loads((await apps.ask("plain/x")).body)["reason"] == "not-answering"
