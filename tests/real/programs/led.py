"""An app whose links lead to another origin: ``led.py PORT OTHER``. ``/asked`` counts what was asked for."""

import json
import sys
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

port, other = map(int, sys.argv[1:])
ELSEWHERE = f"http://127.0.0.1:{other}/"
HOME = f"""<title>home</title><p>the app is here</p>
<a href="login">log in</a> <a href="{ELSEWHERE}">elsewhere</a> <a href="next">next</a>
<a href="danger" onclick="event.preventDefault(); location = '{ELSEWHERE}'">script</a>"""
asked: Counter[str] = Counter()


class App(BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.split("?")[0]
        if path == "/asked":
            self.answer(json.dumps(asked))
            return
        asked[path] += 1
        if path == "/login":
            self.send_response(302)
            self.send_header("Location", ELSEWHERE)
            self.send_header("Set-Cookie", f"state={asked[path]}")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.answer(HOME if path == "/" else f"<title>{path}</title><p>page {path}</p>")

    def answer(self, text):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Elsewhere(App):
    def do_GET(self):
        self.answer("<title>elsewhere</title><p>another origin</p><a href='/'>further</a>")


elsewhere = ThreadingHTTPServer(("127.0.0.1", other), Elsewhere)
threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
ThreadingHTTPServer(("127.0.0.1", port), App).serve_forever()
