"""A web app that refuses frames, as Django's do: ``unframed.py PORT X-Frame-Options DENY``."""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

port, header, value = sys.argv[1:]
FRAMED = b"<title>open</title><p>may stand anywhere</p><a href='closed'>closed</a>"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        is_open = self.path.startswith("/open")
        body = FRAMED if is_open else b"<title>closed</title><p>stands alone</p>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        if not is_open:
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(port)), Handler).serve_forever()
