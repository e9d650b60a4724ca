"""What a person opens of an app, as the app itself sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

_ANYWHERE = "http://localhost:1"


def opened(handler: Any, path_info: str, name: str) -> tuple[str, Mapping[str, str]]:
    """Path with query, and the headers that its definition adds. ``handler``: of jupyter-server-proxy.

    Its readiness question asks ``/``, where a program that knows its prefix may have nothing.
    """
    path, _, query = str(path_info or "").partition("?")
    inside = path.removeprefix(name) if path == name or path.startswith(name + "/") else "/"
    try:
        inside = _mapped(handler.mappath, inside if inside.startswith("/") else f"/{inside}")
        seen = str(handler.get_client_uri("http", "localhost", 1, inside)).removeprefix(_ANYWHERE) or "/"
    except Exception:  # a function of the site's, which the request itself will meet again
        seen = "/"
    return quote(seen + (f"?{query}" if query else ""), safe="%:/?#[]@!$&'()*+,;=-._~"), _headers(handler)


def _mapped(mappath: Any, path: str) -> str:
    if callable(mappath):
        return str(mappath(path))
    return str(mappath.get(path, path)) if mappath else path


def _headers(handler: Any) -> Mapping[str, str]:
    try:
        values = dict(handler.get_request_headers_override())
    except Exception:
        return {}
    return {
        str(name): str(value)
        for name, value in values.items()
        if not any(char in f"{name}{value}" for char in "\r\n\0")
    }
