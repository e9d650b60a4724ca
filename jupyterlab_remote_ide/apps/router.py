"""The rules of a tornado application, in the order in which they answer; and a request that never came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tornado import httputil


def walk(web_app: Any) -> Iterator[Any]:
    """All rules, those of every host."""
    for host_rule in web_app.default_router.rules:
        yield from getattr(host_rule.target, "rules", ())


def rule_at(rules: Iterable[Any], path: str) -> Any:
    """The first rule made from exactly this pattern, or ``None``."""
    for rule in rules:
        regex = getattr(rule.matcher, "regex", None)
        if regex is not None and regex.pattern in (path, path + "$"):
            return rule
    return None


def no_request(path: str) -> httputil.HTTPServerRequest:
    """A GET of this path, to make a handler with."""
    nowhere: Any = _Nowhere()
    start = httputil.RequestStartLine("GET", path, "HTTP/1.1")
    headers = httputil.HTTPHeaders({"Host": "localhost"})
    return httputil.HTTPServerRequest(connection=nowhere, headers=headers, start_line=start)


class _Nowhere:
    """Stands for the connection of a request that never came."""

    def set_close_callback(self, callback: Callable[[], None] | None) -> None:
        return None
