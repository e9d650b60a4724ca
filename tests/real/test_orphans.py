"""However a server ends, nothing that it started is left; and what another one started lives on."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import programs
import psutil
import pytest
from rig import Account, Server
from rig.server import until
from tiles import command, configure, reaches, starts, tile, visit

DESKTOP = "desktop-websockify"
XSTARTUP = {"JUPYTER_REMOTE_DESKTOP_PROXY_XSTARTUP": programs.path("xstartup.sh")}


def by(how: signal.Signals) -> Callable[[Server], None]:
    def end(server: Server) -> None:
        server.stop(how)

    return end


ENDS = {
    "SIGTERM": by(signal.SIGTERM),
    "SIGINT": by(signal.SIGINT),
    "SIGHUP": by(signal.SIGHUP),
    "SIGKILL": by(signal.SIGKILL),
    "shutdown": Server.shutdown,
}


# A server of each kind and what it starts beside itself.
EXPECTED = {"Xtigervnc", "openbox", "xterm", "node", "sleep"}


def names(account: Account) -> set[str]:
    found = set()
    for process in account.processes():
        with suppress(psutil.Error):  # ended since it was listed
            found.add(process.name())
    return found


def start_all(server: Server, account: Account) -> None:
    """Start every kind of program."""
    for name in ("code-server", DESKTOP, "tree", "escaped"):
        answer = tile(server, name)
        assert answer.status_code == 202, answer.text
    for name in ("code-server", DESKTOP, "tree", "escaped"):
        reaches(server, name, "running", timeout=60)
    visit(server, f"code-server/?folder={server.root_dir}")
    # The Desktop runs once VNC answers; its session comes after that.
    until(lambda: names(account) >= EXPECTED, f"each of {sorted(EXPECTED)} runs", 60)


def configure_trees(account: Account) -> None:
    shell = " ".join(command(account, "tree", "serve"))
    apart = " ".join(command(account, "escaped", "serve"))
    configure(
        account,
        {
            "tree": repr(["sh", "-c", f"sleep 1234 & {shell}; true"]),  # a shell that does not exec
            "escaped": repr(["sh", "-c", f"setsid sleep 1235 & {apart}; true"]),  # a session of its own
        },
    )


@pytest.mark.parametrize("how", ENDS)
def test_nothing_is_left_after_the_server_ended(account: Account, code_server: Path, how: str) -> None:
    configure_trees(account)
    server = Server(account, env=XSTARTUP).start()
    start_all(server, account)
    ENDS[how](server)
    assert account.left(within=10) == []


def test_the_apps_of_a_second_server_live_on(account: Account, code_server: Path) -> None:
    configure_trees(account)
    with Server(account, env=XSTARTUP) as first, Server(account, env=XSTARTUP) as second:
        for server in (first, second):
            tile(server, "tree")
            tile(server, "code-server")
        kept = [reaches(second, name, "running")["pid"] for name in ("tree", "code-server")]
        lost = [reaches(first, name, "running")["pid"] for name in ("tree", "code-server")]
        assert not set(kept) & set(lost)
        first.stop(signal.SIGKILL)
        until(lambda: not {one.pid for one in account.processes()} & {*lost}, "the first's apps are gone", 10)
        with Server(account, env=XSTARTUP) as third:  # its reaper must not take them for a dead server's
            tile(third, "tree")
            reaches(third, "tree", "running")
            for name, pid in zip(("tree", "code-server"), kept, strict=True):
                assert reaches(second, name, "running")["pid"] == pid
            assert visit(second, "tree/").status_code == 200
        assert starts(account, "tree") == 3
