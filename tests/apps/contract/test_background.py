"""Programs that go on after their command has ended, in all the ways that there are."""

from __future__ import annotations

import asyncio
import contextlib
import sys

import pytest
from conftest import BACKEND, command

from jupyterlab_remote_ide.apps.asker import Asker
from jupyterlab_remote_ide.apps.probe import Answer
from jupyterlab_remote_ide.host import processes

# A double fork into a session of its own; with a group of marks wiped where asked.
DAEMON = r"""
import os, sys
clean = sys.argv[1] == "clean"
if os.fork():
    os._exit(0)
os.setsid()
if os.fork():
    os._exit(0)
os.execve(sys.executable, [sys.executable, "-S", *sys.argv[2:]], {{}} if clean else os.environ)
"""
WITH_DAEMON = [sys.executable, "-S", "-c", DAEMON]


@pytest.fixture
def servers():
    return {
        "daemon2": {"command": [*WITH_DAEMON, "keep", BACKEND, "{port}"]},
        "wiped": {"command": [*WITH_DAEMON, "clean", BACKEND, "{port}"]},
        "left-behind": {"command": ["sh", "-c", " ".join(command()) + " & exit 1"]},
        "goes": {"command": ["sh", "-c", " ".join(command()) + " & sleep 1"]},
        "late": {"command": [*WITH_DAEMON, "clean", BACKEND, "{port}", "--delay", "2"]},
    }


async def goes_on(apps, name):
    """The row, once the program that answers is known for it."""
    while str((row := apps.manager.app(name).row())["pid"]) != await apps.get(name, "pid"):
        assert row["state"] == "running"
        await asyncio.sleep(0.02)
    return row


@pytest.mark.parametrize("name", ["daemon2", "wiped"])
async def test_a_double_fork_is_followed(apps, name):
    for _ in range(3):
        apps.manager.start(name)
        await apps.until(name, "running")
        row = await goes_on(apps, name)
        await apps.call(f"apps/{name}/stop", "POST")
        assert processes.read(row["pid"]) is None
        assert (await apps.row(name))["state"] == "stopped"


async def test_what_a_command_leaves_behind_though_it_ends_badly(apps):
    assert await apps.get("left-behind") == "hello"
    assert (await apps.goes_on("left-behind")).returncode == 1
    row = await apps.row("left-behind")
    assert row["state"] == "running"
    assert await apps.get("left-behind", "pid") == str(row["pid"])


async def test_what_comes_late_of_a_command_that_has_ended(apps):
    """Nothing is known of it but that it listens where it was to."""
    assert await apps.get("late") == "hello"
    assert (await apps.row("late"))["state"] == "running"
    await apps.call("apps/late/stop", "POST")
    assert (await apps.row("late"))["state"] == "stopped"


async def test_a_stop_that_comes_with_an_answer(apps, monkeypatch):
    """Before Python 3.12 a ``wait_for`` that has its answer at that moment swallows the cancellation."""
    asked = asyncio.Event()

    async def swallows(asker, health):
        asked.set()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        return Answer("ready")

    assert await apps.get("goes") == "hello"
    monkeypatch.setattr(Asker, "ask", swallows)
    await asyncio.wait_for(asked.wait(), 10)
    done, _ = await asyncio.wait({apps.manager.stop("goes")}, timeout=15)
    assert done
    assert (await apps.row("goes"))["state"] == "stopped"
