"""What happens around a program: helpers that outlive it, a cleaner of /tmp, no files, no threads."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from traitlets.config import Config

from jupyterlab_remote_ide.apps import program
from jupyterlab_remote_ide.host import processes
from jupyterlab_remote_ide.host.family import Family


@pytest.fixture
def servers(servers):
    servers["helped"] = {"command": [*servers["launched"]["command"], "--helper"]}
    return {name: servers[name] for name in ("plain", "sock", "helped", "daemon")}


@pytest.fixture
def jp_server_config(jp_server_config):
    jp_server_config["RemoteIDE"] = Config(apps_stop_timeout=1)
    return jp_server_config


async def again(apps, name):
    """It is told that it ended, and a person can start it again."""
    row = await apps.until(name, "stopped", "failed")
    assert row["pid"] is None
    assert (await apps.call(f"apps/{name}/start", "POST"))[0] == 202
    await apps.until(name, "running")
    assert await apps.get(name) == "hello"
    return row["state"], row["reason"]


async def test_a_helper_that_outlives_the_program_is_not_the_program(apps):
    await apps.get("helped")
    await apps.goes_on("helped")
    await apps.ask("helped/exit", params="0")
    assert await again(apps, "helped") == ("stopped", "exited")


async def test_a_program_in_the_background_belongs_to_its_app(apps):
    pid = int(await apps.get("daemon", "pid"))
    await apps.goes_on("daemon")
    end = asyncio.get_running_loop().time() + 15
    while pid not in apps.feature.managed_groups() and asyncio.get_running_loop().time() < end:
        await asyncio.sleep(0.05)
    # Its launcher's number may be a stranger's by now.
    assert apps.feature.managed_groups() == {pid: "daemon"}
    await apps.call("apps/daemon/stop", "POST")
    assert processes.read(pid) is None


async def test_without_a_thread_to_look_with_the_state_is_true(apps, monkeypatch):
    def none_left(*_):
        msg = "can't start new thread"
        raise RuntimeError(msg)

    await apps.get("plain")
    with monkeypatch.context() as patch:
        patch.setattr(Family, "look", none_left)
        await apps.ask("plain/exit", params="0")
        await apps.until("plain", "failed")
    assert await again(apps, "plain") == ("failed", "internal-error")


async def test_without_a_file_to_open_it_is_not_starting_for_ever(apps, monkeypatch):
    def no_pipe():
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    await apps.get("plain")
    with monkeypatch.context() as patch:
        patch.setattr(program, "os", SimpleNamespace(pipe=no_pipe))
        await apps.ask("plain/exit", params="1")
        await apps.until("plain", "failed")
    assert await again(apps, "plain") == ("failed", "cannot-execute")
    assert "not started: [Errno 24] Too many open files" in apps.log("plain")


@pytest.mark.parametrize("made_anew", [False, True], ids=["gone", "made-anew-by-another"])
async def test_a_folder_of_sockets_that_was_cleaned_away_is_not_used(apps, made_anew):
    await apps.get("sock")
    await apps.call("apps/sock/stop", "POST")
    old = Path(apps.feature._supervisor._sockets.folder)
    shutil.rmtree(old)
    if made_anew:
        old.mkdir(0o755)
        if os.getuid() == 0:
            os.chown(old, 54321, 54321)
    try:
        await apps.call("apps/sock/start", "POST")
        await apps.until("sock", "running")
        assert await apps.get("sock") == "hello"
        new = Path(apps.feature._supervisor._sockets.folder)
        assert new != old and new.stat().st_mode & 0o777 == 0o700
    finally:
        if made_anew:
            assert list(old.iterdir()) == []
            old.rmdir()


async def test_what_could_not_be_ended_is_ended_later_and_that_is_said(apps, monkeypatch):
    assert await apps.get("plain") == "hello"
    pid = (await apps.row("plain"))["pid"]
    with monkeypatch.context() as kernel:
        kernel.setattr(os, "kill", refused)
        await apps.call("apps/plain/stop", "POST")
    row = await apps.row("plain")
    assert (row["state"], row["reason"], row["detail"]["pids"]) == ("failed", "not-ended", str(pid))
    assert processes.read(pid) is not None
    await apps.call("apps/plain/stop", "POST")
    row = await apps.row("plain")
    assert (row["state"], row["reason"]) == ("stopped", "stopped-by-person")
    assert processes.read(pid) is None


def refused(pid, number):
    raise PermissionError(pid)
