"""An ssh-agent ends with the app that started it; the user's own never does."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import subprocess
import time

import pytest
from marked import members

from jupyterlab_remote_ide.guard.guard import Guard
from jupyterlab_remote_ide.host import processes
from jupyterlab_remote_ide.host.family import MARK

pytestmark = pytest.mark.skipif(shutil.which("ssh-agent") is None, reason="UNPROVEN: needs ssh-agent")


def program(server, *command, **variables):
    environment = {**os.environ, MARK: f"{server}:a", **variables}
    return subprocess.Popen(command, env=environment, start_new_session=True)


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return found


@pytest.fixture
def server():
    return secrets.token_hex(16)


@pytest.fixture
def agent():
    """The user's own, younger than the server and than the app: only who started it tells them apart."""
    said = subprocess.run(["ssh-agent", "-s"], check=True, capture_output=True, text=True).stdout
    found = processes.read(int(re.search(r"SSH_AGENT_PID=(\d+)", said)[1]))
    assert found is not None
    yield found
    processes.send(found, signal.SIGKILL)


def test_the_user_s_own_agent_lives_on(server, agent):
    guard = Guard(server)
    app = program(server, "sleep", "60", SSH_AGENT_PID=str(agent.pid))
    try:
        # The environment of a program can be read a moment after its start.
        assert [process.pid for process in wait_for(lambda: members(f"{server}:"))] == [app.pid]
        guard.add(processes.read(app.pid))
        pid = guard.pid
        guard.close()
        assert app.wait(timeout=30) != 0
        wait_for(lambda: processes.read(pid) is None)
        assert processes.is_alive(agent)
    finally:
        app.kill()
        app.wait()


def test_the_app_s_own_agent_ends(server):
    guard = Guard(server)
    app = program(server, "sh", "-c", "ssh-agent sleep 60; true")
    try:
        found = wait_for(lambda: [p for p in members(f"{server}:") if p.command == "ssh-agent"])
        guard.add(processes.read(app.pid))
        guard.close()
        assert app.wait(timeout=30) != 0
        wait_for(lambda: not any(map(processes.is_alive, found)))
    finally:
        app.kill()
        app.wait()
