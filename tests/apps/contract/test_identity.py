"""What answers at an app's address is the app, whoever it runs as; and it is found where it is."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import BACKEND, command, said
from marked import members

from jupyterlab_remote_ide.host import listeners, processes

OTHER = 54321


# Where another account can read it.
PROGRAM = Path("/tmp") / f"remote-ide-test-{os.getpid()}.py"


@pytest.fixture(autouse=True)
def program():
    PROGRAM.write_text(Path(BACKEND).read_text())
    PROGRAM.chmod(0o644)
    yield
    PROGRAM.unlink(missing_ok=True)


@pytest.fixture
def servers(tmp_path, spawns, go):
    fixed = command("--spawns", str(spawns), address=str(PORT))
    by_path = command(address=str(tmp_path / "fixed.sock"))
    setpriv = ["setpriv", f"--reuid={OTHER}", f"--regid={OTHER}", "--clear-groups"]
    return {
        "fixed": {"command": fixed, "port": PORT},
        "path": {"command": by_path, "unix_socket": str(tmp_path / "fixed.sock")},
        "other-user": {"command": [*setpriv, sys.executable, "-S", str(PROGRAM), "{port}"]},
        "plain": {"command": command()},
        "slow-fixed": {"command": command("--hold", str(go), address=str(SLOW_PORT)), "port": SLOW_PORT},
    }


async def told(apps, name, *states, seconds=15):
    await apps.until(name, *states, seconds=seconds)
    return await apps.row(name)


def free_port():
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return made.getsockname()[1]


PORT, SLOW_PORT = free_port(), free_port()


@pytest.fixture
def by_hand():
    """Programs that the user starts in a terminal."""
    started = []

    def start(*arguments, at=PORT):
        process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


async def listens(port):
    for _ in range(500):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        await asyncio.sleep(0.02)
    raise AssertionError


@pytest.mark.second_account
async def test_a_program_that_runs_as_another_account_is_the_app(apps):
    assert await apps.get("other-user") == "hello"
    row = await told(apps, "other-user", "running")
    assert processes.owner(row["pid"]) == OTHER
    await apps.call("apps/other-user/stop", "POST")
    assert processes.read(row["pid"]) is None


async def test_a_fixed_port_that_another_own_program_has(apps, by_hand, spawns, jp_base_url):
    other = by_hand(sys.executable, "-m", "http.server", str(PORT), "--bind", "127.0.0.1")
    await listens(PORT)
    page = await apps.open("fixed")
    row = await told(apps, "fixed", "failed")
    assert (row["reason"], row["pid"]) == ("port-taken", None)
    facts = row["detail"]
    program = processes.read(other.pid).command
    assert (facts["address"], facts["pid"], facts["program"]) == (str(PORT), other.pid, program)
    assert facts["url"].endswith(f"/proxy/{PORT}/")
    assert facts["stoppable"] is True
    assert not spawns.exists()
    page = await apps.open("fixed")
    assert said(page)["app"]["detail"]["program"] == program
    wrong = json.dumps({"pid": other.pid, "started": facts["started"] + 1})
    reply = await apps.ask("remote-ide/v1/apps/fixed/release", "POST", body=wrong)
    assert (reply.code, json.loads(reply.body)["reason"]) == (409, "port-changed")
    assert other.poll() is None
    right = json.dumps({"pid": other.pid, "started": facts["started"]})
    reply = await apps.ask("remote-ide/v1/apps/fixed/release", "POST", body=right)
    assert reply.code == 202
    assert other.wait(10) != 0
    assert await apps.get("fixed") == "hello"


async def test_the_app_started_by_hand_is_shown_and_opened(apps, by_hand, spawns):
    other = by_hand(sys.executable, "-S", BACKEND, str(PORT), "--spawns", str(spawns))
    await listens(PORT)
    row = await apps.row("fixed")
    assert (row["state"], row["reason"], row["pid"]) == ("external", "runs-outside", other.pid)
    assert await apps.get("fixed") == "hello"
    assert len(spawns.read_text().splitlines()) == 1
    await apps.call("apps/fixed/stop", "POST")
    assert other.wait(10) is not None
    assert (await apps.row("fixed"))["state"] == "stopped"


async def test_who_takes_a_fixed_port_during_the_start_is_not_the_app(apps, by_hand, monkeypatch):
    """The program is slower than somebody in a terminal."""
    app = apps.manager.app("fixed")
    apps.manager.start("fixed")
    await apps.until("fixed", "running")
    await apps.get("fixed", "refuse")
    while listeners.at("127.0.0.1", PORT) is not None:
        await asyncio.sleep(0.02)
    by_hand(sys.executable, "-m", "http.server", str(PORT), "--bind", "127.0.0.1")
    await listens(PORT)
    page = await apps.open("fixed")
    assert page.code == 503
    assert (app.process.state, app.process.reason) == ("unhealthy", "port-taken")


async def test_a_socket_at_a_fixed_path(apps, tmp_path, by_hand):
    path = tmp_path / "fixed.sock"
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(path))
    assert await apps.get("path") == "hello"  # what an earlier run left is out of the way
    await apps.call("apps/path/stop", "POST")
    path.unlink()
    code = "import socket, sys; s = socket.socket(1); s.bind(sys.argv[1]); s.listen(); s.accept()"
    other = by_hand(sys.executable, "-c", code, str(path))
    while listeners.unix(str(path)) is None:
        await asyncio.sleep(0.02)
    await apps.call("apps/path/start", "POST")
    row = await told(apps, "path", "failed")
    assert (row["reason"], row["detail"]["pid"], "url" in row["detail"]) == ("port-taken", other.pid, False)


async def test_a_paused_app_is_told_at_once(apps):
    await apps.get("plain")
    pid = apps.manager.app("plain").process.pid
    os.kill(pid, signal.SIGSTOP)
    while not processes.is_paused(processes.read(pid)):
        await asyncio.sleep(0.01)
    try:
        page = await asyncio.wait_for(apps.open("plain"), 2)
        assert page.code == 503
        assert (await apps.row("plain"))["reason"] == "paused"
    finally:
        os.kill(pid, signal.SIGCONT)
    assert await apps.get("plain") == "hello"
    assert (await apps.row("plain"))["state"] == "running"


async def test_a_paused_app_is_stopped(apps):
    await apps.get("plain")
    pid = apps.manager.app("plain").process.pid
    os.kill(pid, signal.SIGSTOP)
    await apps.call("apps/plain/stop", "POST")
    assert (await apps.row("plain"))["state"] == "stopped"
    assert processes.read(pid) is None


async def test_a_guard_that_was_killed_is_replaced(apps):
    await apps.get("plain")
    supervisor = apps.feature._supervisor
    first = supervisor._guard.pid
    os.kill(first, signal.SIGKILL)
    while supervisor._guard.pid in (None, first):
        await asyncio.sleep(0.02)
    assert processes.read(supervisor._guard.pid) is not None
    # It knows what the first one was told of.
    os.close(supervisor._guard._pipe)
    supervisor._guard._pipe = None
    while members(f"{supervisor.server}:plain"):
        await asyncio.sleep(0.05)


async def test_a_link_of_another_account_at_a_fixed_path_is_no_socket_of_ours(apps, tmp_path):
    path = tmp_path / "fixed.sock"
    elsewhere = tmp_path / "elsewhere.sock"
    with socket.socket(socket.AF_UNIX) as thief:
        thief.bind(str(elsewhere))
        thief.listen()
        path.symlink_to(elsewhere)
        os.chown(path, OTHER, OTHER, follow_symlinks=False)
        await apps.call("apps/path/start", "POST")
        row = await told(apps, "path", "failed")
        assert row["reason"] == "other-user-on-port"
        assert (await apps.ask("path/x")).code == 503


async def test_nobody_is_dialled_where_nobody_listens(apps):
    """Who listens a moment later may be a stranger."""
    await apps.get("plain")
    await apps.get("plain", "refuse")
    asker = apps.manager.app("plain").process.asker
    while asker.listens():
        await asyncio.sleep(0.02)
    assert asker.place() is None
    assert (await apps.ask("plain/x")).code == 503


async def test_this_server_is_not_stopped_for_the_sake_of_an_app(apps):
    with socket.create_server(("127.0.0.1", PORT)):
        await apps.call("apps/fixed/start", "POST")
        facts = (await told(apps, "fixed", "failed"))["detail"]
        assert (facts["pid"], facts["stoppable"]) == (os.getpid(), False)
        body = json.dumps({"pid": facts["pid"], "started": facts["started"]})
        reply = await apps.ask("remote-ide/v1/apps/fixed/release", "POST", body=body)
        assert reply.code == 409


@pytest.mark.second_account
async def test_an_account_that_it_ran_as_once_is_not_the_app(apps):
    """Its own processes live: what listens for that account now is none of them."""
    await apps.get("plain")
    process = apps.manager.app("plain").process
    process._program._family.accounts.add(OTHER)
    await apps.get("plain", "refuse")
    while process.asker.listens():
        await asyncio.sleep(0.02)
    port = next(int(word) for word in process._proc_args if word.isdigit())
    serve = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    with subprocess.Popen(serve, user=OTHER, stderr=subprocess.DEVNULL) as thief:
        try:
            await listens(port)
            assert (await apps.open("plain")).code == 503
            assert (process.state, process.reason) == ("unhealthy", "other-user-on-port")
        finally:
            thief.kill()


async def test_an_own_program_that_comes_to_a_fixed_port_during_the_start_lives(apps, by_hand, go):
    """Without a terminal, and younger than the app: still no process of it."""
    apps.manager.start("slow-fixed")
    while (process := apps.manager.app("slow-fixed").process) is None or process.pid is None:
        await asyncio.sleep(0.02)
    other = by_hand(sys.executable, "-m", "http.server", str(SLOW_PORT), "--bind", "127.0.0.1")
    await listens(SLOW_PORT)
    go.touch()
    row = await told(apps, "slow-fixed", "failed", seconds=30)
    assert row["reason"] == "port-taken"
    assert other.poll() is None
