"""What is taken for a person's terminal and what for the app's own, through the real jupyter-server-proxy."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest
from conftest import BACKEND, command
from test_background import WITH_DAEMON

from jupyterlab_remote_ide.host import processes
from jupyterlab_remote_ide.host.terminals import INHERITED

# Seconds that nobody else sleeps: several Pythons run these tests at once, and see each other's programs.
FIRST, SECOND, THIRD = (f"{number}.{os.getpid()}" for number in (9001, 9002, 9003))
TERMINAL = str(Path(__file__).parents[1] / "terminal.py")
# A wrapper that gives its program a pty, which no hang-up ends.
PTY = """
import os, pty, signal, sys
signal.signal(signal.SIGHUP, signal.SIG_IGN)
pty.spawn(sys.argv[1:])
"""
# A program whose socket is inherited by the terminal that it opens.
LEAKS = """
import http.server, os, socket, subprocess, sys
class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"hello")
listening = socket.create_server(("127.0.0.1", int(sys.argv[1])))
listening.set_inheritable(True)
subprocess.Popen([sys.executable, "-S", *sys.argv[2:]], close_fds=False)
server = http.server.HTTPServer(listening.getsockname(), Answers, bind_and_activate=False)
server.socket = listening
server.serve_forever()
"""


@pytest.fixture
def servers(tmp_path, monkeypatch):
    monkeypatch.setenv("WINDOWID", "7")  # the server itself runs in a terminal
    monkeypatch.setenv("TERM_PROGRAM_VERSION", "1.2")
    shell = "setsid --fork sleep {}; nohup sleep {} >/dev/null 2>&1 &"
    beside = f"{sys.executable} -S {TERMINAL} WINDOWID=8 '{shell.format(FIRST, SECOND)}' & exec "
    return {
        "env": {"command": command()},
        "own-pty": {"command": [sys.executable, "-S", "-c", PTY, *command()]},
        "own-pty-daemon": {
            "command": [sys.executable, "-S", "-c", PTY, *WITH_DAEMON, "keep", BACKEND, "{port}"]
        },
        "multiplexed": {"command": ["env", "TMUX=x", *WITH_DAEMON, "keep", BACKEND, "{port}"]},
        "terminal": {"command": ["sh", "-c", beside + " ".join(command())]},
        "leaks": {
            "command": [
                *(sys.executable, "-S", "-c", LEAKS, "{port}"),
                *(TERMINAL, "STY=1", f"setsid --fork sleep {THIRD}"),
            ]
        },
    }


def sleepers(*seconds):
    wanted = [["sleep", number] for number in seconds]
    return [one for one in processes.processes() if processes.arguments(one.pid) in wanted]


@pytest.fixture
def jobs():
    """Waits until these run; what lives at the end is ended."""
    seen = []

    async def wait(*seconds):
        end = time.monotonic() + 15
        while len(found := sleepers(*seconds)) < len(seconds):
            assert time.monotonic() < end, found
            await asyncio.sleep(0.02)
        seen.extend(found)
        return found

    yield wait
    for process in seen:
        processes.send(process, signal.SIGKILL)


async def stop(apps, name):
    await apps.call(f"apps/{name}/stop", "POST")
    row = await apps.row(name)
    assert (row["state"], row["reason"]) == ("stopped", "stopped-by-person")


async def test_an_app_is_told_what_it_has_inherited(apps):
    environment = json.loads(await apps.get("env", "env"))
    assert environment[INHERITED] == "WINDOWID=7 TERM_PROGRAM_VERSION=1.2"
    assert environment["WINDOWID"] == "7"
    await stop(apps, "env")


@pytest.mark.parametrize("name", ["own-pty", "own-pty-daemon", "multiplexed"])
async def test_a_program_in_a_pty_of_its_own_ends(apps, name):
    """Also where it ignores the hang-up, and where a multiplexer was asked to start it."""
    for _ in range(2):
        apps.manager.start(name)
        await apps.until(name, "running")
        pid = int(await apps.get(name, "pid"))
        await stop(apps, name)
        assert processes.read(pid) is None


async def test_what_was_detached_is_not_the_app(apps, jobs):
    """It keeps nothing running, and a new start is a new start."""
    assert await apps.get("terminal") == "hello"
    detached = await jobs(FIRST, SECOND)
    members = await asyncio.to_thread(apps.manager.app("terminal").process._program._family.look)
    assert not {one.pid for one in detached} & {one.pid for one in members}
    pid = int(await apps.get("terminal", "pid"))
    await stop(apps, "terminal")
    assert processes.read(pid) is None
    assert {one.pid for one in sleepers(FIRST, SECOND)} == {one.pid for one in detached}


async def test_who_holds_the_app_s_own_socket_is_not_spared(apps, jobs):
    assert await apps.get("leaks") == "hello"
    await jobs(THIRD)
    await stop(apps, "leaks")
    assert sleepers(THIRD) == []
