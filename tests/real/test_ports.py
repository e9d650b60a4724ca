"""Real web applications appear where they are started, and nobody else's ever do."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any

import programs
import psutil
import pytest
from driver import V1, Notebook, Terminal, Watch
from rig import Account, Server
from rig.places import VENV, free_port
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
# In a kernel's command line, and what it says where its port is taken.
KERNEL = re.compile(r"kernel-([-0-9a-f]{36})\.json$")
LOST = "Address already in use"


def command(app: str, port: int) -> str:
    file = programs.path(APPS[app][1] or "__init__.py")
    return APPS[app][0].format(python=programs.python(), file=file, port=port)


def start_in_terminal(server: Server, app: str, port: int, stack: ExitStack) -> tuple[str, str, Path]:
    opened = stack.enter_context(closing(Terminal(server)))
    opened.type(command(app, port))
    return "terminal", opened.name, server.account.home


def start_in_notebook(server: Server, app: str, port: int, stack: ExitStack) -> tuple[str, str, Path]:
    notebook = stack.enter_context(closing(Notebook(server, "demo.ipynb")))
    words = command(app, port).split()
    notebook.run(f"import subprocess as s; s.Popen({words!r}, stdout=s.DEVNULL, stderr=s.DEVNULL)")
    return "kernel", "demo.ipynb", server.root_dir


@pytest.mark.parametrize("start", [start_in_terminal, start_in_notebook], ids=["terminal", "notebook"])
@pytest.mark.parametrize("app", APPS)
def test_a_web_application_appears_with_a_link_that_opens(
    server: Server, app: str, start: Callable[..., tuple[str, str, Path]]
) -> None:
    port = free_port()
    with ExitStack() as stack:
        watch = stack.enter_context(closing(Watch(server.websocket, "ports")))
        kind, where, folder = start(server, app, port, stack)
        row = watch.until(
            lambda row: row["port"] == port and row["url"] and row["kind"] == "http", "its link", timeout=60
        )
        assert row["url"] == f"/a/b/proxy/{port}/"
        assert APPS[app][2].lower() in row["label"].lower()
        assert row["started_by"] == {"kind": kind, "path": where}
        assert row["folder"] == str(folder)
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

    until(gone, "its row goes with it")


def test_frameworks_are_named_and_their_links_open(server: Server, account: Account) -> None:
    """Started as their own manuals say, outside of Jupyter."""
    account.write(
        "app.py", "from flask import Flask\napp = Flask(__name__)\napp.get('/')(lambda: 'flask here')\n"
    )
    account.write("st.py", "import streamlit\nstreamlit.write('here')\n")
    one, two, three = free_port(), free_port(), free_port()
    started = [
        account.start([VENV / "bin" / "flask", "--app", "app.py", "run", "-p", str(one)]),
        account.start(
            [VENV / "bin" / "streamlit", "run", "--server.headless=true", f"--server.port={two}", "st.py"]
        ),
        account.start([programs.python(), "-m", "http.server", str(three), "--bind", "127.0.0.1"]),
    ]
    with closing(Watch(server.websocket, "ports")) as watch:
        for port, label, text in (
            (one, "Flask: app.py", "flask here"),
            (two, "Streamlit: st.py", "<title>Streamlit</title>"),
            (three, "http.server", "app.py"),
        ):
            row = watch.until(lambda row, port=port: row["port"] == port and row["kind"] == "http", label, 60)
            assert (row["label"], row["reachable"], row["url"]) == (label, True, f"/a/b/proxy/{port}/")
            assert row["folder"] == str(account.home)
            assert text in server.get(f"proxy/{port}/").text
            if port == one:
                assert "x_prefix=1" in row["hint"]
                seen = {name: row[name] for name in ("pid", "started", "inodes")}
                assert server.post(f"{V1}/ports/{row['id']}/stop", seen).status_code == 204
                assert started[0].wait(10) == -signal.SIGTERM
                assert server.post(f"{V1}/ports/{row['id']}/stop", seen).status_code == 409
    for process in started[1:]:
        process.terminate()
        process.wait()


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
                watch.until(lambda row: row["port"] == own and row["url"], "the own one", timeout=30)
                answer = server.get(f"{V1}/ports").json()
                watch.follow(5)
            foreign = {flask, quiet_port}
            assert own in {row["port"] for row in answer["ports"]}
            assert not foreign & {row["port"] for row in answer["ports"]}
            text = "\n".join(watch.frames) + json.dumps(answer)
            numbers = re.findall(r'"(\w+)": (\d+)(?![\d.])', text)
            named = [(name, number) for name, number in numbers if int(number) in foreign]
            assert not [name for name, _ in named if name not in ("pid", "seq")], (
                "a foreign port is in a frame"
            )
            for port in foreign:
                assert f"proxy/{port}/" not in text
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

            found = until(row, "the own row")
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
        row = watch.until(lambda row: row["port"] == port and row["pid"], "its row", timeout=30)
        body = {"pid": row["pid"], "started": row["started"], "inodes": row["inodes"]}
        wrong = server.post(f"{V1}/ports/{row['id']}/stop", {**body, "started": row["started"] - 1})
        assert (wrong.status_code, wrong.json()["reason"]) == (409, "port-changed")
        assert programs.listens(port)
        assert server.post(f"{V1}/ports/{row['id']}/stop", body).status_code == 204
        until(lambda: not programs.listens(port), "it ends")
        until(lambda: watch.follow(0.3) or row["id"] not in watch.rows, "its row goes with it")
        assert programs.listens(other)


def listening(account: Account) -> dict[str, set[int]]:
    """The ports of each kernel by its id, as the machine has them; of those that have all their six."""
    found: dict[str, set[int]] = {}
    for process in account.processes():
        with suppress(psutil.Error):
            names = [KERNEL.search(word) for word in process.cmdline()]
            connections = process.net_connections("tcp") if any(names) else []
            ports = {one.laddr.port for one in connections if one.status == psutil.CONN_LISTEN}
            found |= {name[1]: ports for name in names if name and len(ports) == 6}
    return found


def start_kernels(server: Server, account: Account, count: int) -> list[str]:
    """The ids of ``count`` kernels that listen, started all at once.

    Jupyter chooses a kernel's ports and lets go of them until the kernel binds them. A kernel that loses one
    meanwhile (twenty at once on a busy machine: now and then) hangs for ever; another is started instead.
    """
    found: list[str] = []
    while new := [
        server.post("api/kernels", {"name": "python3"}).json()["id"] for _ in range(count - len(found))
    ]:

        def ready(new: list[str] = new) -> bool:
            return listening(account).keys() >= set(new)

        until(lambda: ready() or LOST in server.log, "the kernels listen", 90)
        if LOST in server.log:
            with suppress(AssertionError):
                until(ready, "those that can listen", 20)
        alive = listening(account)
        for kernel in set(new) - alive.keys():
            server.delete(f"api/kernels/{kernel}")  # Jupyter itself may have given it up
        found += [kernel for kernel in new if kernel in alive]
    return found


@pytest.mark.timeout(300)
def test_twenty_kernels_never_show_but_the_app_in_one_does(server: Server, account: Account) -> None:
    port = free_port()
    with ExitStack() as stack:
        watch = stack.enter_context(closing(Watch(server.websocket, "ports")))
        notebook = stack.enter_context(closing(Notebook(server, "demo.ipynb")))
        notebook.run("")
        started = start_kernels(server, account, 19)

        def known() -> bool:
            watch.follow(0.5)  # all that waits by now, not one frame
            ports = [row["port"] for row in watch.rows.values() if row["why"] == "kernel"]
            return len(ports) == 120 and set(ports) == set().union(*listening(account).values())

        until(known, "each of the 120 is known for a kernel's", 90)
        assert not [row for row in watch.told if not row["hidden"]]
        notebook.run(
            "import http.server as h, threading\n"
            f"s = h.ThreadingHTTPServer(('127.0.0.1', {port}), h.SimpleHTTPRequestHandler)\n"
            "threading.Thread(target=s.serve_forever, daemon=True).start()"
        )
        watch.until(lambda row: row["port"] == port and row["url"] and not row["hidden"], "the app", 60)
        watch.follow(2)
        assert {row["port"] for row in watch.told if not row["hidden"]} == {port}
        for kernel in started:
            server.delete(f"api/kernels/{kernel}")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="UNPROVEN: needs /proc")
def test_without_a_watcher_the_server_holds_nothing_and_does_nothing(server: Server) -> None:
    assert server.process is not None
    folder = f"/proc/{server.process.pid}"

    def netlink() -> int:
        sockets = set(re.findall(r"(\d+)\s*$", Path(folder, "net/netlink").read_text(), re.M))
        links = []
        for link in Path(folder, "fd").iterdir():
            with suppress(FileNotFoundError):  # closed since it was listed
                links.append(str(link.readlink()))
        return sum(link[8:-1] in sockets for link in links if link.startswith("socket:["))

    def none_is_held() -> None:
        # Whoever looks up a host holds one for a moment: what is meant is one that stays.
        until(lambda: netlink() == 0, "no socket to the kernel is held")

    none_is_held()
    with closing(Watch(server.websocket, "ports")) as watch:
        watch.read(5)
        until(lambda: netlink() == 1, "it looks while somebody watches")
    none_is_held()
    assert server.get(f"{V1}/ports").status_code == 200
    none_is_held()
