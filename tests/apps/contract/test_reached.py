"""An app is asked what a person opens, found where it listens, and what it lacks is said in words."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys

import pytest
from conftest import BACKEND, DOCUMENT, command, reason_of
from tornado.websocket import websocket_connect

from jupyterlab_remote_ide.apps import readiness


def free_port():
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return made.getsockname()[1]


# A second port at once, the one that was given once a file is there.
TWO_PORTS = """
import http.server, os, sys, threading, time
def serve(port, text, kind):
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)
    http.server.ThreadingHTTPServer(("127.0.0.1", port), Page).serve_forever()
threading.Thread(target=serve, args=(0, b"elsewhere", sys.argv[3])).start()
while not os.path.exists(sys.argv[2]):
    time.sleep(0.02)
serve(int(sys.argv[1]), b"own", "text/html")
"""
ECHO6 = """
import socket, sys
server = socket.create_server(("::1", int(sys.argv[1])), family=socket.AF_INET6)
while True:
    connection, _ = server.accept()
    while data := connection.recv(4096):
        connection.sendall(data)
"""


def script(folder, name, text, mode=0o755):
    path = folder / name
    path.write_text(text)
    path.chmod(mode)
    return path


@pytest.fixture
def certificate(tmp_path):
    file = tmp_path / "cert.pem"
    make = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    subprocess.run([*make, "-keyout", file, "-out", file], check=True, capture_output=True)
    return file


@pytest.fixture
def servers(tmp_path, spawns, go, certificate):
    two_ports = [sys.executable, "-S", "-c", TWO_PORTS, "{port}", str(go)]
    return {
        "own-port": {"command": command("--port", str(free_port()))},
        "only6": {"command": command("--host", "::1")},
        "only6-raw": {"command": ["python3", "-c", ECHO6, "{port}"], "raw_socket_proxy": True},
        "tls": {"command": command("--tls", str(certificate))},
        "away": {"command": command("--location", "https://elsewhere.example/x?secret=1")},
        "near": {"command": command("--location", "http://localhost:{port}/x")},
        "prefix": {
            "command": command("--at", "{base_url}prefix", "--spawns", str(spawns)),
            "absolute_url": True,
        },
        "below": {
            "command": command("--at", "/deep"),
            "launcher_entry": {"title": "Below", "path_info": "below/deep/?x=1"},
        },
        "mapped": {"command": command("--at", "/in"), "mappath": lambda path: "/in" + path},
        "error": {"command": command("--status", "500")},
        "own-path": {
            "command": ["prog-of-its-own", "{port}"],
            "environment": {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"},
        },
        "shebang": {"command": [str(script(tmp_path, "shebang", "#!/no/such/interpreter\n")), "{port}"]},
        "plain-file": {"command": [str(script(tmp_path, "file", "text", 0o644)), "{port}"]},
        "no-such": {"command": ["no-such-program-anywhere", "{port}"]},
        "late-port": {"command": [*two_ports, "text/html"]},
        "metrics": {"command": [*two_ports, "text/plain"]},
    }


@pytest.fixture(autouse=True)
def own_program(tmp_path):
    (tmp_path / "bin").mkdir()
    script(tmp_path / "bin", "prog-of-its-own", f'#!/bin/sh\nexec {sys.executable} -S {BACKEND} "$@"\n')


@pytest.fixture(autouse=True)
def looks_soon(monkeypatch):
    """How long it takes is in test_readiness.py."""
    for name, seconds in {"_LOOK_AFTER": 0.3, "_LOOK_EVERY": 0.1, "_USE_AFTER": 0.0}.items():
        monkeypatch.setattr(readiness, name, seconds)


async def told(apps, name, *states, seconds=15):
    await apps.until(name, *states, seconds=seconds)
    return await apps.row(name)


async def test_an_app_that_chose_its_own_port_is_reached_there(apps):
    assert await apps.get("own-port") == "hello"
    row = await told(apps, "own-port", "running")
    assert row["reason"] == "listens-elsewhere"
    assert row["detail"]["port"] != row["detail"]["expected"]


@pytest.mark.skipif(not socket.has_ipv6, reason="UNPROVEN: no IPv6 on this machine")
async def test_an_app_on_ipv6_alone_is_reached_there(apps, ws_request):
    assert await apps.get("only6") == "hello"
    apps.manager.start("only6-raw")
    await apps.until("only6-raw", "running")
    connection = await websocket_connect(ws_request("only6-raw/"))
    await connection.write_message(b"there", binary=True)
    assert await connection.read_message() == b"there"
    connection.close()


async def test_an_app_that_speaks_tls_says_so(apps):
    apps.manager.start("tls")
    while (row := apps.manager.app("tls").row())["reason"] != "speaks-tls":
        assert row["state"] == "starting"
        await asyncio.sleep(0.05)
    assert reason_of(await apps.open("tls")) == ("starting", "speaks-tls")


async def test_a_redirect_that_leaves_the_app_is_told(apps):
    apps.manager.start("away")
    row = await told(apps, "away", "unhealthy")
    assert (row["reason"], row["detail"]) == ("redirects-away", {"location": "https://elsewhere.example"})
    page = await apps.open("away")
    assert page.code == 503
    assert "secret" not in page.body.decode()
    assert (await apps.ask("away/pid", headers=DOCUMENT)).code == 200  # the others of its pages are its own
    assert (await apps.call("apps/away/show", "POST"))[0] == 202
    page = await apps.open("away")
    assert (page.code, page.headers["Location"]) == (302, "https://elsewhere.example/x?secret=1")
    # Where it leads to may refuse to stand in a frame.
    assert (await apps.ask("away/", headers={"Sec-Fetch-Dest": "iframe"})).code == 503
    assert (await apps.ask("away/", headers={"Accept": "text/html"})).code == 302
    apps.manager.start("near")
    await apps.until("near", "running")


@pytest.mark.parametrize(("name", "path"), [("prefix", ""), ("below", "deep/"), ("mapped", "")])
async def test_readiness_asks_what_is_opened(apps, name, path):
    apps.manager.start(name)
    await apps.until(name, "running")
    assert await apps.get(name, path) == "hello"


async def test_a_page_that_is_an_error_can_be_seen(apps, monkeypatch):
    monkeypatch.setattr(readiness, "_ERRORS_TOLERATED_SECONDS", 0.5)
    apps.manager.start("error")
    row = await told(apps, "error", "unhealthy")
    assert (row["reason"], row["detail"]) == ("answers-5xx", {"status": 500})
    assert apps.log("error").count("GET /") <= 3  # no storm of questions in its log
    assert (await apps.open("error")).code == 503
    await apps.call("apps/error/show", "POST")
    page = await apps.open("error")
    assert (page.code, page.body) == (500, b"hello")


async def test_a_program_on_a_path_of_its_own(apps):
    assert (await apps.row("own-path"))["state"] == "stopped"
    assert await apps.get("own-path") == "hello"


@pytest.mark.parametrize(
    ("name", "told", "facts"),
    [
        ("shebang", ("failed", "interpreter-missing"), {"interpreter": "/no/such/interpreter"}),
        ("plain-file", ("failed", "cannot-execute"), {"message": "Permission denied"}),
        ("no-such", ("missing", "program-missing"), {"program": "no-such-program-anywhere"}),
    ],
)
async def test_what_the_system_does_not_execute(apps, name, told, facts):
    await apps.call(f"apps/{name}/start", "POST")
    row = await apps.until(name, "failed", "missing")
    assert ((row["state"], row["reason"]), row["detail"]) == (told, facts)


async def test_scripts_and_documents_of_an_app_elsewhere(apps):
    page = await apps.ask("own-port/", headers=DOCUMENT)
    assert page.code == 503
    await apps.until("own-port", "running")
    page = await apps.ask("own-port/", headers=DOCUMENT)
    assert (page.code, page.body) == (200, b"hello")


async def test_it_comes_back_to_its_own_port(apps, go):
    """Another one was used for want of it, as long as that took."""
    apps.manager.start("late-port")
    row = await told(apps, "late-port", "running", seconds=30)
    assert row["reason"] == "listens-elsewhere"
    assert await apps.get("late-port") == "elsewhere"
    go.touch()
    while await apps.get("late-port") != "own":
        await asyncio.sleep(0.1)
    assert (await apps.row("late-port"))["reason"] is None


async def test_a_port_for_programs_alone_is_not_shown(apps, go):
    """Metrics, a debugger: the app's page is still to come."""
    apps.manager.start("metrics")
    while (row := apps.manager.app("metrics").row())["reason"] != "listens-elsewhere":
        assert row["state"] == "starting"
        await asyncio.sleep(0.05)
    go.touch()
    row = await told(apps, "metrics", "running", seconds=30)
    assert row["reason"] is None
    assert await apps.get("metrics") == "own"
