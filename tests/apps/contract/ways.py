"""The ways from a browser to an app that answers what it is told to (says.py)."""

from __future__ import annotations

import json
from urllib.parse import quote

WAYS = ("named", "sock", "whole", "outside", "proxy", "absolute", "localhost", "address")


class Way:
    """One way to an app. ``prefix``: where it is for the browser; ``port``: where it listens."""

    def __init__(self, apps, name, port):
        self.apps, self.name = apps, name
        paths = {"proxy": f"{port}", "absolute": f"absolute/{port}"}
        paths |= {"localhost": f"localhost:{port}", "address": f"127.0.0.1:{port}"}
        self.path = f"proxy/{paths[name]}" if name in paths else name
        self.prefix = apps.path + self.path
        self.aware = name in ("whole", "absolute")
        self._port = port

    @property
    def port(self):
        if self.name in ("named", "whole"):
            return next(int(w) for w in self.apps.manager.app(self.name).process._proc_args if w.isdigit())
        return self._port

    async def say(self, *headers, status=200, at="x/say", method="GET", ask=None, kind="text/plain"):
        said = quote(json.dumps({"status": status, "headers": headers, "type": kind}))
        body = "x" if method in ("POST", "PUT", "PATCH") else None
        return await self.apps.ask(f"{self.path}/{at}", method, ask or {}, body, params=said)
