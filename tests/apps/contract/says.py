"""A program for tests that answers what the request tells it to.

``python says.py ADDRESS``: a port (0 for any; it is printed) or the path of a unix socket. The query is JSON:
``{"status": 302, "headers": [["Location", "/"], ...], "type": "text/html", "body": ""}``; a path that ends in
``pieces`` is sent in two, of one that ends in ``breaks`` there is less than was announced.
"""

from __future__ import annotations

import json
import socket
import socketserver
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import unquote


class Says(BaseHTTPRequestHandler):
    def address_string(self) -> str:
        return "client"

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        wanted = json.loads(unquote(query) or "{}")
        self.send_response(wanted.get("status", 200))
        for name, value in [["Content-Type", wanted.get("type", "text/plain")], *wanted.get("headers", [])]:
            self.send_header(name, value)
        if path.endswith("breaks"):
            self.send_header("Content-Length", "1000")
        self.end_headers()
        if self.command == "HEAD":
            return
        if path.endswith("breaks"):
            self.wfile.write(b"one ")
            time.sleep(0.1)
        elif path.endswith("pieces"):
            for piece in (b"one ", b"two "):
                self.wfile.write(piece)
                time.sleep(0.1)
        else:
            self.wfile.write(wanted.get("body", "said").encode())

    do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_GET


class Unix(HTTPServer):
    address_family = socket.AF_UNIX

    def server_bind(self) -> None:
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", 0


def main() -> None:
    address = sys.argv[1]
    server = HTTPServer(("127.0.0.1", int(address)), Says) if address.isdigit() else Unix(address, Says)
    print(server.server_port, flush=True)
    server.serve_forever(poll_interval=0.05)


if __name__ == "__main__":
    main()
