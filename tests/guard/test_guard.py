"""The guard's own doings, under this system's /bin/sh and every other shell that may be it."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time

import pytest

from jupyterlab_remote_ide.guard.guard import _SCRIPT, Guard
from jupyterlab_remote_ide.host import processes
from jupyterlab_remote_ide.host.family import MARK
from jupyterlab_remote_ide.host.terminals import INHERITED, came_out

SECONDS = 30
SHELLS = [shell for name in ("dash", "bash", "busybox") if (shell := shutil.which(name))]


def eventually(condition, seconds=SECONDS):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def leave(leader):
    leader.stdin.write("\n")
    leader.stdin.flush()
    leader.wait()


@pytest.fixture
def server():
    return secrets.token_hex(16)


@pytest.fixture
def spawn(server):
    """Start a shell as the leader of a session; its first line of output is the pid of a member."""
    running = []

    def start(script, mark=True):
        environment = {**os.environ, **({MARK: f"{server}:a"} if mark else {})}
        leader = subprocess.Popen(
            ["sh", "-c", script],
            env=environment,
            start_new_session=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(leader)
        process = processes.read(leader.pid)
        member = processes.read(int(leader.stdout.readline()))
        assert process is not None
        assert member is not None
        assert member.group == leader.pid
        return leader, process, member

    yield start
    for leader in running:
        for process in processes.processes():
            if process.group == leader.pid:
                processes.send(process, signal.SIGKILL)
        leader.stdin.close()
        leader.stdout.close()
        leader.kill()
        leader.wait()


UNMARKED = "env -i {program} & echo $!; exec sleep 60"
DEAF = f"""{sys.executable} -S -c 'import signal,time; signal.signal(15, signal.SIG_IGN); time.sleep(60)'"""


@pytest.fixture(params=SHELLS, ids=os.path.basename)
def shell(request, tmp_path, monkeypatch):
    """The guard, run by this shell."""
    wrapper = [request.param, *(["sh"] if request.param.endswith("busybox") else [])]
    real = subprocess.Popen

    def popen(arguments, **kwargs):
        if arguments[:2] == ["/bin/sh", "-c"]:
            arguments = [*wrapper, *arguments[1:]]
        return real(arguments, **kwargs)

    monkeypatch.setattr("jupyterlab_remote_ide.guard.guard.subprocess.Popen", popen)
    monkeypatch.setattr("jupyterlab_remote_ide.guard.guard._GRACE_SECONDS", 1)


@pytest.mark.parametrize("program", ["sleep 60", DEAF], ids=["polite", "deaf"])
def test_a_member_without_a_mark_ends_with_its_group(shell, spawn, server, program):
    """The deaf one needs the final signal, when its leader is long gone."""
    guard = Guard(server)
    leader, process, member = spawn(UNMARKED.format(program=program))
    time.sleep(0.3)
    guard.add(process)
    guard.close()
    assert leader.wait(timeout=SECONDS) != 0
    assert eventually(lambda: not processes.is_alive(member))


def test_a_marked_member_proves_the_group_whose_leader_is_gone(shell, spawn, server):
    guard = Guard(server)
    leader, process, member = spawn("env -i sleep 60 & echo $!; sleep 61 & read _; exit 0")
    guard.add(process)
    leave(leader)
    assert processes.is_alive(member)
    guard.close()
    assert eventually(lambda: not processes.is_alive(member))


CAME_OUT = [
    {"WINDOWID": "7"},
    {"TMUX": "/tmp/a b,1\nx,0", "TERM": "screen"},
    {"WINDOWID": "7", "STY": "aab", INHERITED: "WINDOWID=7 STY=a*b"},
    {"WINDOWID": "70", INHERITED: "WINDOWID=7"},
]
OF_THE_APP = [
    {},
    {"WINDOWID": ""},
    {"XWINDOWID": "7", "TERM": "xterm", "NOTE": "a\nWINDOWID=7"},
    {"WINDOWID": "7", INHERITED: "WINDOWID=7"},
    {"WINDOWID": "7", "STY": "a*b", INHERITED: "WINDOWID=7 STY=a*b"},
]


def test_what_came_out_of_a_terminal_is_left_alone(shell, server):
    """As ``host.terminals`` says it, in the guard's own words."""
    running = []
    for variables in (*CAME_OUT, *OF_THE_APP):
        environment = {MARK: f"{server}:a", **variables}
        told = came_out({name.encode(): value.encode() for name, value in environment.items()})
        assert told is (variables in CAME_OUT), variables
        running.append(subprocess.Popen(["sleep", "60"], env=environment, start_new_session=True))
    time.sleep(0.3)
    guard = Guard(server)
    guard.start()
    pid = guard.pid
    guard.close()
    assert eventually(lambda: processes.read(pid) is None)
    lives = [process.poll() is None for process in running]
    for process in running:
        process.kill()
        process.wait()
    assert lives == [True] * len(CAME_OUT) + [False] * len(OF_THE_APP)


@pytest.mark.parametrize("gone", [False, True], ids=["leader", "no leader"])
def test_a_number_used_again_is_left_alone(shell, spawn, server, gone):
    """The same group number, but of others: another start time, no mark."""
    guard = Guard(server)
    end = "read _; exit 0" if gone else "exec sleep 60"
    leader, process, member = spawn(f"sleep 60 & echo $!; {end}", mark=False)
    if gone:
        leave(leader)
    earlier = processes.Process(
        process.pid, 1, process.pid, process.pid, process.started if gone else process.started - 1, "sh"
    )
    guard.add(earlier)
    pid = guard.pid
    guard.close()
    assert eventually(lambda: processes.read(pid) is None)
    assert processes.is_alive(member)
    assert gone or leader.poll() is None


def test_the_script_is_good_for_every_shell():
    for shell in SHELLS:
        command = [shell, *(["sh"] if shell.endswith("busybox") else []), "-n", "-c", _SCRIPT]
        assert subprocess.run(command, check=False, capture_output=True).returncode == 0
