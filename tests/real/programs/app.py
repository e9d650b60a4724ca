"""A program behind a tile, good or bad: `app.py MODE ADDRESS [FILE]`.

ADDRESS is a port or a socket's path. FILE gets a line with the pid of each start.
"""

import os
import signal
import socketserver
import sys
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

MODE, ADDRESS = sys.argv[1:3]
FILE = sys.argv[3] if len(sys.argv) > 3 else os.devnull


class Handler(BaseHTTPRequestHandler):
    def address_string(self) -> str:
        return "proxy"

    def do_GET(self) -> None:
        self.send_response(500 if MODE == "status500" else 200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>app</title><p>the app answers")


class Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


class Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


with Path(FILE).open("a") as file:
    file.write(f"{os.getpid()}\n")
print("hello from the app, password=hunter2secret", flush=True)
if MODE == "exit1":
    sys.exit("the disk is full")
if MODE == "exit0":
    sys.exit(0)
while MODE == "held" and not Path(f"{FILE}.go").exists():  # until somebody lets it go
    time.sleep(0.05)
if MODE == "exit0-later":
    signal.signal(signal.SIGUSR1, lambda *_: os._exit(0))
server = Tcp(("127.0.0.1", int(ADDRESS)), Handler) if ADDRESS.isdigit() else Unix(ADDRESS, Handler)
server.serve_forever()
