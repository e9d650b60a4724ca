"""A program to be started by jupyter-server-proxy in tests: a small HTTP server with faults on request.

``python backend.py ADDRESS [--delay S] [--hold FILE] [--status N] [--mode MODE] [--spawns FILE]
[--exit CODE --after S] [--host H] [--port P] [--at PREFIX] [--location URL] [--tls CERT]``; ADDRESS is a port
or a path, ``--hold`` starts no further until that file is there, ``--host`` and ``--port`` listen elsewhere,
``--at`` answers below that path and 500 elsewhere. Requests: ``/env`` its environment, ``/cwd``,
``/headers``, ``/exit?N`` ends it, ``/status?N`` makes ``/`` answer N from then on, ``/refuse`` closes the
listener and lives on, ``/pid``.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import unquote

MODES = ("http", "silent", "banner", "echo", "background", "launched")


class Backend(BaseHTTPRequestHandler):
    status = 200
    prefix = ""
    location = None
    asked = threading.Event()
    protocol_version = "HTTP/1.1"

    def address_string(self) -> str:
        return "client"

    def do_GET(self) -> None:
        Backend.asked.set()
        path, _, query = self.path.rstrip("=").partition("?")
        status, answer = 200, "hello"
        path = unquote(unquote(path))
        if not path.startswith(unquote(Backend.prefix)):
            status, answer, path = 500, "outside of the prefix", ""
        path = path.removeprefix(unquote(Backend.prefix)) or "/"
        if status == 500:
            pass
        elif path == "/" and Backend.location:
            status = 302
        elif path == "/":
            status = Backend.status
        elif path == "/status":
            Backend.status = int(query)
        elif path == "/env":
            answer = json.dumps(dict(os.environ))
        elif path == "/headers":
            answer = json.dumps(dict(self.headers))
        elif path == "/cwd":
            answer = str(Path.cwd())
        elif path == "/pid":
            answer = str(os.getpid())
        elif path == "/exit":
            os._exit(int(query))
        elif path == "/refuse":
            threading.Thread(target=self.server.server_close).start()
        body = answer.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "text/html")
        if status == 302:
            self.send_header("Location", Backend.location)
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET


class TCP(HTTPServer):
    address_family = socket.AF_INET
    allow_reuse_address = True


class Unix(TCP):
    address_family = socket.AF_UNIX

    def server_bind(self) -> None:
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", 0


def bind(address: str) -> socket.socket:
    if address.isdigit():
        listener = socket.create_server(("127.0.0.1", int(address)))
    else:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(address)
        listener.listen()
    return listener


def talk(address: str, banner: bytes, echo: bool = False) -> None:
    """Speak no HTTP: a banner, or nothing at all; perhaps send back what comes."""
    listener = bind(address)
    kept = []
    while True:
        connection, _ = listener.accept()
        kept.append(connection)
        try:
            connection.sendall(banner)
        except OSError:
            continue
        if echo:
            threading.Thread(target=echo_back, args=(connection,), daemon=True).start()


def echo_back(connection: socket.socket) -> None:
    while data := connection.recv(4096):
        connection.sendall(data)


def go_to_background(wait_until_asked: bool) -> None:
    """Live on in a child; the launcher exits before that one listens, or some time after it was asked."""
    launcher, (told, tell) = os.getpid(), os.pipe()
    if os.fork():
        os.close(tell)
        if wait_until_asked:
            os.read(told, 1)
            time.sleep(0.5)
        os._exit(0)
    if wait_until_asked:
        os.setsid()
        threading.Thread(target=lambda: (Backend.asked.wait(), os.write(tell, b"."))).start()
        return
    while os.getppid() == launcher:
        time.sleep(0.01)
    time.sleep(0.5)  # its end has been noticed
    os.setsid()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("--delay", type=float, default=0)
    parser.add_argument("--hold")
    parser.add_argument("--status", type=int, default=200)
    parser.add_argument("--mode", default="http", choices=MODES)
    parser.add_argument("--spawns")
    parser.add_argument("--exit", type=int)
    parser.add_argument("--after", type=float, default=0)
    parser.add_argument("--say", default="backend says hello")
    parser.add_argument("--deaf", action="store_true")
    parser.add_argument("--helper", action="store_true")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int)
    parser.add_argument("--at", default="")
    parser.add_argument("--location")
    parser.add_argument("--tls")
    options = parser.parse_args()
    if options.deaf:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if options.spawns:
        with Path(options.spawns).open("a") as file:
            file.write(f"{os.getpid()}\n")
    print(options.say, flush=True)
    print("and an error", file=sys.stderr, flush=True)
    if options.exit is not None:
        threading.Timer(options.after, lambda: os._exit(options.exit)).start()
    time.sleep(options.delay)
    while options.hold and not Path(options.hold).exists():
        time.sleep(0.02)
    if options.mode in ("background", "launched"):
        go_to_background(wait_until_asked=options.mode == "launched")
    if options.helper:
        subprocess.Popen(["sleep", "1000"])
    if options.mode in ("silent", "banner", "echo"):
        talk(options.address, b"RFB 003.008\n" if options.mode == "banner" else b"", options.mode == "echo")
        return
    Backend.status = options.status
    Backend.prefix, Backend.location = options.at.rstrip("/"), options.location
    is_port = options.address.isdigit()
    if ":" in options.host:
        TCP.address_family = socket.AF_INET6
    port = options.port or int(options.address) if is_port else 0
    server = TCP((options.host, port), Backend) if is_port else Unix(options.address, Backend)
    if options.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.tls)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.serve_forever(poll_interval=0.05)
    signal.pause()


if __name__ == "__main__":
    main()
