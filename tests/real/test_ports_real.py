"""Real web applications appear where they are started, and nobody else's ever do."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from typing import Any

import programs
import pytest
from driver import V1, Notebook, Terminal, Watch
from rig import Account, Server
from rig.places import free_port
from rig.server import until

STREAMLIT = (
    "{python} -m streamlit run {file} --server.port {port} --server.address 127.0.0.1 "
    "--server.headless true --browser.gatherUsageStats false"
)
APPS = {
    "flask": ("{python} {file} {port}", "flask_app.py", "Flask", "Hello from Flask"),
    "streamlit": (STREAMLIT, "streamlit_app.py", "Streamlit", "Streamlit"),
    "http.server": (
        "{python} -m http.server {port} --bind 127.0.0.1",
        "",
        "http.server",
        "Directory listing",
    ),
}


def command(app: str, port: int) -> str:
    file = programs.path(APPS[app][1] or "__init__.py")
    return APPS[app][0].format(python=programs.python(), file=file, port=port)


def start_in_terminal(server: Server, app: str, port: int, stack: ExitStack) -> tuple[str, str]:
    opened = stack.enter_context(closing(Terminal(server)))
    opened.type(command(app, port))
    return "terminal", opened.name


def start_in_notebook(server: Server, app: str, port: int, stack: ExitStack) -> tuple[str, str]:
    notebook = stack.enter_context(closing(Notebook(server, "demo.ipynb")))
    words = command(app, port).split()
    notebook.run(f"import subprocess as s; s.Popen({words!r}, stdout=s.DEVNULL, stderr=s.DEVNULL)")
    return "kernel", "demo.ipynb"


@pytest.mark.parametrize("start", [start_in_terminal, start_in_notebook], ids=["terminal", "notebook"])
@pytest.mark.parametrize("app", APPS)
def test_a_web_application_appears_with_a_link_that_opens(
    server: Server, app: str, start: Callable[..., tuple[str, str]]
) -> None:
    port = free_port()
    with ExitStack() as stack:
        watch = stack.enter_context(closing(Watch(server.websocket, "ports")))
        kind, where = start(server, app, port, stack)
        listened = until(lambda: programs.listens(port) and time.time(), f"{app} listens", every=0.02)
        watch.until(lambda row: row["port"] == port, "its row", timeout=5)
        shown = watch.times[-1]
        assert shown - listened < 1, f"{shown - listened:.2f} s from listen() to the row"
        row = watch.until(
            lambda row: row["port"] == port and row["url"] and row["kind"] == "http", "its link", timeout=6
        )
        assert row["url"] == f"/a/b/proxy/{port}/"
        assert APPS[app][2].lower() in row["label"].lower()
        assert row["started_by"] == {"kind": kind, "path": where}
        assert (row["hidden"], row["reachable"]) == (False, True)
        page = server.get(row["url"].removeprefix("/a/b/"))
        assert page.status_code == 200
        assert APPS[app][3] in page.text
        listed = server.get(f"{V1}/ports").json()["ports"]
        assert [one["url"] for one in listed if one["port"] == port] == [row["url"]]
        shown_ports = [one["port"] for one in watch.rows.values() if not one["hidden"]]
        assert shown_ports == [port], "a port of the server or of the kernel is shown"
        if kind == "kernel":  # ends with its kernel no more than any other process of a notebook
            os.kill(row["pid"], signal.SIGTERM)

    def gone() -> bool:
        return port not in {one["port"] for one in server.get(f"{V1}/ports").json()["ports"]}

    until(gone, "its row goes with it", timeout=15)


def test_a_second_accounts_programs_are_neither_listed_nor_touched(two_accounts: list[Account]) -> None:
    mine, theirs = two_accounts
    quiet, quiet_port = theirs.home / "seen.txt", free_port()
    with (
        programs.running(theirs, "flask_app.py") as flask,
        Server(mine, base_url="/") as server,
        closing(Watch(server.websocket, "ports")) as watch,
    ):
        before = theirs.start(
            [programs.python(), programs.path("count_bytes.py"), str(quiet_port), str(quiet)]
        )
        try:
            until(lambda: programs.listens(quiet_port), "the second account's program listens")
            until(lambda: "connection" in quiet.read_text(), "our own look at it is written down")
            seen = quiet.read_text()  # the connection of the line above, and nothing since
            with programs.running(mine, "flask_app.py") as own:
                watch.until(lambda row: row["port"] == own and row["url"], "the own one", timeout=10)
                answer = server.get(f"{V1}/ports").json()
                watch.follow(5)
            foreign = {flask, quiet_port}
            assert own in {row["port"] for row in answer["ports"]}
            assert not foreign & {row["port"] for row in answer["ports"]}
            text = "\n".join(watch.frames) + json.dumps(answer)
            for port in foreign:
                assert f": {port}" not in text, "a foreign port is in a frame"
            assert theirs.name not in text
            assert quiet.read_text() == seen, "somebody connected to the second account's program"
        finally:
            before.kill()
            before.wait()


def test_a_port_taken_by_a_second_account_is_not_linked(two_accounts: list[Account]) -> None:
    """The own program listens on the address that JSP does not dial, the stranger on the one it does."""
    mine, theirs = two_accounts
    port = free_port()
    with Server(mine, base_url="/") as server:
        stranger = theirs.start([programs.python(), "-m", "http.server", str(port), "--bind", "127.0.0.1"])
        own = mine.start([programs.python(), "-m", "http.server", str(port), "--bind", "127.0.0.2"])
        try:
            until(lambda: programs.listens(port), "the stranger listens")

            def row() -> dict[str, Any] | None:
                rows = server.get(f"{V1}/ports").json()["ports"]
                return next((one for one in rows if one["port"] == port and one["why"] != "checking"), None)

            found = until(row, "the own row", timeout=10)
            assert found["url"] is None
            assert found["addresses"] == ["127.0.0.2"]
            assert found["reachable"] is False
        finally:
            for process in (stranger, own):
                process.kill()
                process.wait()


def test_the_button_ends_the_process_and_only_that(server: Server, account: Account) -> None:
    port = free_port()
    with ExitStack() as stack:
        watch = stack.enter_context(closing(Watch(server.websocket, "ports")))
        other = stack.enter_context(programs.running(account, "echo_app.py"))
        stack.enter_context(closing(Terminal(server))).type(command("http.server", port))
        row = watch.until(lambda row: row["port"] == port and row["pid"], "its row", timeout=10)
        body = {"pid": row["pid"], "started": row["started"], "inodes": row["inodes"]}
        wrong = server.post(f"{V1}/ports/{row['id']}/stop", {**body, "started": row["started"] - 1})
        assert (wrong.status_code, wrong.json()["reason"]) == (409, "port-changed")
        assert programs.listens(port)
        assert server.post(f"{V1}/ports/{row['id']}/stop", body).status_code == 204
        until(lambda: not programs.listens(port), "it ends", timeout=10)
        watch.follow(2)
        assert row["id"] not in watch.rows
        assert programs.listens(other)
