"""A browser as `requests.Session`, for which every host is this machine."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter


class _Loopback(HTTPAdapter):
    """No name is looked up: no DNS knows those of a hub, or of its users."""

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        url = urlsplit(request.url or "")
        sent = request.copy()
        sent.headers["Host"] = url.netloc
        sent.url = url._replace(netloc=f"127.0.0.1:{url.port or 80}").geturl()
        reply = super().send(sent, *args, **options)
        # Cookies and relative redirects are of the name that was asked for.
        reply.url, reply.request = str(request.url), request
        reply.encoding = "utf-8"  # as the pages say themselves
        return reply


def browser() -> requests.Session:
    session = requests.Session()
    session.mount("http://", _Loopback())
    return session
