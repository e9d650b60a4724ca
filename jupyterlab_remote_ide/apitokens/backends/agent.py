"""The client's own name, of a request."""

from __future__ import annotations

from tornado.httputil import HTTPServerRequest

# A User-Agent may be as long as a header: enough to recognise the program.
_LENGTH = 120


def agent(request: HTTPServerRequest) -> str | None:
    """What is printable of its ``User-Agent``, which is anybody's word; ``None`` without one."""
    told = request.headers.get("User-Agent", "")
    return "".join(c for c in told if c.isprintable())[:_LENGTH] or None
