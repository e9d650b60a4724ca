"""The probe against real servers of every kind, and what it never does."""

from __future__ import annotations

import asyncio
import functools
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest

from jupyterlab_remote_ide.host.listener import Listener
from jupyterlab_remote_ide.ports import probe as module
from jupyterlab_remote_ide.ports.machine import Machine
from jupyterlab_remote_ide.ports.probe import banner, probe, target

ME, OTHER = os.getuid(), 54321


@pytest.fixture
def serve():
    """A server in a thread: ``talk(connection)`` is called for each connection; what it reads is kept."""
    kept = []

    def start(talk, host="127.0.0.1"):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        sock = socket.create_server((host, 0), family=family)
        sock.settimeout(0.1)
        server = SimpleNamespace(sock=sock, received=b"", connections=0)
        over = threading.Event()

        def run():
            while not over.is_set():
                try:
                    connection, _ = sock.accept()
                except OSError:
                    continue
                with connection:
                    server.connections += 1
                    connection.settimeout(3)
                    try:
                        server.received += talk(connection) or b""
                    except OSError:
                        pass

        thread = threading.Thread(target=run)
        thread.start()
        kept.append((server, over, thread))
        return server

    yield start
    for server, over, thread in kept:
        over.set()
        thread.join()
        server.sock.close()


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """On a loaded machine everybody is late. A test that waits for silence sets its own, shorter time."""
    for name in ("CONNECT_SECONDS", "REPLY_SECONDS"):
        monkeypatch.setattr(module, name, 10)


def listener_of(sock):
    host, port = sock.getsockname()[:2]
    return Listener(host, port, os.fstat(sock.fileno()).st_ino)


def ask(server, is_ours=None):
    machine = Machine()
    assert machine.may_probe(None)
    return asyncio.run(probe(listener_of(server.sock), is_ours or machine._is_ours))


def reply(data, connection):
    asked = connection.recv(4096)
    connection.sendall(data)
    return asked


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1"])
def test_a_web_server(serve, host):
    server = serve(functools.partial(reply, b"HTTP/1.1 404 NO\r\nServer: Werkzeug/3\r\n\r\n"), host)
    answer = ask(server)
    assert (answer.kind, answer.headers["server"]) == ("http", "Werkzeug/3")
    assert server.connections == 1
    deadline = time.monotonic() + 5
    while not server.received and time.monotonic() < deadline:  # its thread notes it after it has answered
        time.sleep(0.01)
    head = server.received.decode()
    assert head.startswith("GET /favicon.ico HTTP/1.1\r\n") and "remote-ide" in head


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\n\r\n", "websocket"),
        (b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nMissing Upgrade header", "websocket"),
        (b"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n", "https"),
        (b"HTTP/1.1 400 Bad\r\n\r\n<p>The plain HTTP request was sent to HTTPS port</p>", "https"),
        (b"HTTP/1.1 500 Oops\r\n\r\n", "http"),
        (b"-ERR unknown command\r\n", "tcp"),
        (b"\xff\0\0\0\0\0\0\0\1\x7f\3", "internal"),
    ],
)
def test_what_the_answer_says(serve, data, kind):
    assert ask(serve(functools.partial(reply, data))).kind == kind


@pytest.mark.parametrize(
    ("line", "status", "fails"),
    [(b"200 OK", 200, False), (b"404 Not Found", 404, False), (b"503 Busy", 503, True), (b"", None, False)],
)
def test_an_error_of_the_program_is_told_apart(serve, line, status, fails):
    answer = ask(serve(functools.partial(reply, b"HTTP/1.1 " + line + b"\r\n\r\n")))
    assert (answer.kind, answer.status, answer.fails) == ("http", status, fails)


@pytest.mark.parametrize(
    ("data", "kind", "spoken"),
    [
        (b"SSH-2.0-OpenSSH_9\r\n", "tcp", "ssh"),
        (b"RFB 003.008\n", "tcp", "vnc"),
        (b"\xff\0\0\0\0\0\0\0\1\x7f", "internal", "zmtp"),
        (b"\0\0\x12\4\0\0\0\0\0", "tcp", "grpc"),
        (b"J\0\0\0\x0a8.0.36\0", "tcp", "mysql"),
        (b"220 ready\r\n", "tcp", None),
    ],
)
def test_who_speaks_first_is_asked_nothing(serve, data, kind, spoken, monkeypatch):
    monkeypatch.setattr(module, "BANNER_SECONDS", 10)
    monkeypatch.setattr(module, "ACCEPT_SECONDS", 10)

    def talk(connection):
        connection.sendall(data)
        return connection.recv(100)

    server = serve(talk)
    answer = ask(server)
    assert (answer.kind, answer.banner) == (kind, spoken)
    time.sleep(0.05)
    assert server.received == b""


def test_who_hangs_up_is_tcp(serve):
    server = serve(lambda connection: None)
    assert ask(server).kind == "tcp"


def test_who_says_nothing_is_silent(serve, monkeypatch):
    monkeypatch.setattr(module, "REPLY_SECONDS", 0.2)

    def talk(connection):
        while connection.recv(4096):  # until whoever asked has left
            pass

    assert ask(serve(talk)).kind == "silent"


def test_who_never_accepts_is_silent_and_gets_no_byte(listening, monkeypatch):
    monkeypatch.setattr(module, "ACCEPT_SECONDS", 0.2)
    kept = listening()
    assert ask(kept).kind == "silent"
    connection, _ = kept.sock.accept()
    with connection:
        connection.settimeout(1)
        assert connection.recv(10) == b""


def test_a_full_backlog_is_silent(listening, monkeypatch):
    monkeypatch.setattr(module, "CONNECT_SECONDS", 0.2)
    kept = listening(backlog=0)
    waiting = []
    for _ in range(4):
        sock = socket.socket()
        sock.setblocking(False)
        sock.connect_ex(("127.0.0.1", kept.port))
        waiting.append(sock)
    assert ask(kept).kind == "silent"
    for sock in waiting:
        sock.close()


def test_nobody_there_is_silent():
    with socket.create_server(("127.0.0.1", 0)) as server:
        gone = listener_of(server)
    assert asyncio.run(probe(gone, lambda *_: True)).kind == "silent"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    made = subprocess.run(
        "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=x -days 1 -keyout key -out cert".split(),
        cwd=folder,
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("UNPROVEN: no openssl here")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert", folder / "key")
    return context


def test_tls(serve, certificate):
    def talk(connection):
        with certificate.wrap_socket(connection, server_side=True) as secure:
            secure.recv(10)

    server = serve(talk)
    assert ask(server).kind == "https"
    assert server.connections == 2


@pytest.mark.parametrize("verdict", [False, None])
def test_not_one_byte_where_it_is_not_surely_ours(serve, verdict, monkeypatch):
    monkeypatch.setattr(module, "ACCEPT_SECONDS", 0.05)
    server = serve(lambda connection: connection.recv(100))
    answer = ask(server, lambda local, peer: verdict)
    assert (answer.kind, answer.foreign) == ("silent", verdict is False)
    assert server.received == b""


def test_the_question_is_about_this_very_connection(serve):
    asked = []
    server = serve(functools.partial(reply, b"HTTP/1.1 200 OK\r\n\r\n"))
    ask(server, lambda local, peer: asked.append((local, peer)) or True)
    ((local, peer),) = asked
    assert peer == server.sock.getsockname() and local[0] == "127.0.0.1" and local[1] != peer[1]


@pytest.mark.second_account
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_another_users_server_gets_no_byte(host):
    code = """
import socket, sys
family = socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET
s = socket.create_server((sys.argv[1], 0), family=family)
print(s.getsockname()[1], flush=True)
s.settimeout(20)
c, _ = s.accept(); c.settimeout(5)
print(len(c.recv(100)), flush=True)
"""
    child = subprocess.Popen(
        [sys.executable, "-c", code, host], stdout=subprocess.PIPE, text=True, user=OTHER
    )
    with child:
        port = int(child.stdout.readline())
        machine = Machine()
        machine.may_probe(None)
        answer = asyncio.run(machine.probe(Listener(host, port, 1)))
        assert (answer.kind, answer.foreign) == ("silent", True)
        assert child.stdout.readline() == "0\n"


def test_an_answer_without_end_is_left_after_four_kib(serve):
    def talk(connection):
        connection.recv(4096)
        try:
            while True:
                connection.sendall(b"x" * 1000)
        except OSError:
            return b""

    assert ask(serve(talk)).kind == "tcp"


def test_where_a_wildcard_is_dialled():
    assert target(Listener("0.0.0.0", 1, 1)) == ("127.0.0.1",)
    assert target(Listener("::", 1, 1, False)) == ("127.0.0.1", "::1")
    assert target(Listener("::", 1, 1, True)) == ("::1",)
    assert target(Listener("10.0.0.1", 1, 1)) == ("10.0.0.1",)


def test_a_banner_too_short_is_none():
    assert banner(b"\xff\0") is None
