"""A slow program: sleeps, then listens and serves one page.  slow.py <port> <seconds> <file for the moment>

The moment written is taken right after listen() returned: from then on a request can be answered.
"""

import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGE = b"<!doctype html><title>slow</title><p id='slow-app'>the program is here</p>"


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


port, seconds, file = int(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3])
time.sleep(seconds)
server = ThreadingHTTPServer(("127.0.0.1", port), Page)
file.write_text(repr(time.time()))
server.serve_forever()
