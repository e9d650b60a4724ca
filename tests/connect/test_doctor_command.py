"""``jupyter remote-ide doctor`` among notes that are stale and servers that are not what they seem."""

from __future__ import annotations

import json
import os
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from jupyterlab_remote_ide.connect import doctor
from jupyterlab_remote_ide.host.listeners import Listening

SECRET = "OWNTOKENsecret"
STATUS = {"version": "1", "hub": None, "mode": "embedded", "warnings": []}


@pytest.fixture
def peer(monkeypatch):
    """``peer(status, checks…)`` answers as a server would; ``peer.heard``: paths and tokens that came."""
    started = []

    def start(code=200, headers=(), **told):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                start.heard.append((self.path, self.headers.get("Authorization")))
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                body = json.dumps(told if "check" in self.path else STATUS | told).encode()
                self.send_response(code)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        started.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server.server_port

    start.heard = []
    yield start
    for server in started:
        server.shutdown()
        server.server_close()


@pytest.fixture
def told(monkeypatch, capsys):
    """``told(port, …)``: the exit code and what is printed of one server's note."""

    def inner(port, token=SECRET, path="/", pid=None, scheme="http"):
        url = f"{scheme}://127.0.0.1:{port}{path}"
        note = {"pid": pid or os.getpid(), "url": url, "token": token}
        monkeypatch.setattr(doctor, "list_running_servers", lambda: [note])
        code = doctor.main()
        return code, capsys.readouterr().out

    return inner


def test_a_healthy_one(peer, told):
    code, said = told(peer(checks=[{"id": "outside", "ok": True, "message": ""}]))
    assert code == 0 and "ok      The token opens the server" in said
    assert SECRET not in said


def test_it_follows_nobody_with_the_token(peer, told):
    there = peer()
    code, said = told(peer(302, [("Location", f"http://127.0.0.1:{there}/elsewhere")]))
    assert code == 1 and "refuses the question (302)" in said
    assert [path for path, _ in peer.heard] == ["/remote-ide/v1/status"]


def test_a_stranger_is_told_nothing(peer, told, monkeypatch):
    port = peer()
    assert told(port, pid=2**22 + 1)[1].startswith("No Jupyter server of yours")
    stranger = Listening("127.0.0.1", port, os.getuid() + 1, 1)
    for there in (stranger, None):  # nobody of this machine: a note of another one's
        monkeypatch.setattr(doctor.listeners, "at", lambda *_, there=there: there)
        assert told(port)[1].startswith("No Jupyter server of yours")
    assert peer.heard == []


def test_the_hubs_token_is_for_the_hubs_server(peer, told, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "HUBTOKENsecret")
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/ann/")
    port = peer(checks=[])
    told(port, token="")
    assert {token for _, token in peer.heard} == {None}
    told(port, token="", path="/user/ann/")
    assert peer.heard[-1][1] == "token HUBTOKENsecret"


def test_words_of_others_are_cleaned(peer, told):
    bad = {"id": "outside", "ok": False, "message": f"\x1b[2J{SECRET}\n" + "x" * 9999}
    code, said = told(peer(checks=[bad], warnings=[f"\x1b]0;pwn\x07{SECRET}"]))
    assert code == 1 and "\x1b" not in said and SECRET not in said
    assert len(said) < 1000


@pytest.mark.parametrize(
    "answers", [b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", b""]
)
def test_what_is_no_jupyter_server_stops_no_report(told, answers):
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer():
            peer, _ = listening.accept()
            with peer:
                peer.recv(4096)
                peer.sendall(answers)

        threading.Thread(target=answer, daemon=True).start()
        code, said = told(listening.getsockname()[1])
    assert code == 1 and "does not answer, or not as a Jupyter server does." in said


@pytest.mark.parametrize("odd", [{"checks": 7}, {"hub": 7, "checks": []}, {"checks": [{"id": "x"}]}])
def test_so_does_none_that_answers_in_another_shape(peer, told, odd):
    code, said = told(peer(**odd))
    assert code == 1 and "does not answer, or not as" in said


def test_a_socket_file_is_said_to_be_one(told):
    assert "Unix socket" in told(1, scheme="http+unix")[1]
