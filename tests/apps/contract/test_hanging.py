"""A definition whose function never answers: said after a while, and no reason for the server to stay."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest

from jupyterlab_remote_ide.proxy import command

GO_ON = threading.Event()


def hangs(*_):
    GO_ON.wait()
    return [sys.executable, "-c", "raise SystemExit(3)"]


@pytest.fixture(autouse=True)
def go_on():
    GO_ON.clear()
    yield
    GO_ON.set()


@pytest.fixture
def servers():
    return {"no-command": {"command": hangs}, "no-environment": {"command": ["true"], "environment": hangs}}


@pytest.mark.parametrize("name", ["no-command", "no-environment"])
async def test_it_is_said(apps, monkeypatch, name):
    monkeypatch.setattr(command, "ANSWER_SECONDS", 0.3)
    code, _ = await apps.call(f"apps/{name}/start", "POST")
    assert code in (200, 202)
    row = await apps.until(name, "failed")
    assert row["reason"] in ("command-failed", "environment-failed"), row
    _, log = await apps.call(f"apps/{name}/log?after=0")
    assert "has not answered within 0 seconds" in str(log)
    assert name == "no-command" or "environment" in str(log)


async def test_a_stop_does_not_wait_for_it(apps):
    await apps.call("apps/no-command/start", "POST")
    code, _ = await apps.call("apps/no-command/stop", "POST")
    assert code in (200, 202)
    await apps.until("no-command", "stopped")


def test_the_interpreter_ends_all_the_same():
    script = (
        "import asyncio, threading\n"
        "from jupyterlab_remote_ide.tasks import Aside, NoAnswer\n"
        "async def main():\n"
        "    try:\n"
        "        await Aside('x').run(threading.Event().wait, 0.2)\n"
        "    except NoAnswer:\n"
        "        print('given up')\n"
        "asyncio.run(main())\n"
    )
    begin = time.monotonic()
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stdout) == (0, "given up\n"), run.stderr
    assert time.monotonic() - begin < 60
