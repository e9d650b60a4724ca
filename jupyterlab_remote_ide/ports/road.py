"""Whether this server passes requests on to ports: a link without that road would be a 404.

The router is asked, not an extension or its version: jupyter-server-proxy may not be loaded, be switched off,
or have its place taken.
"""

from __future__ import annotations

from typing import Any

_PORT = "4711"
_PATHS = tuple(f"{way}{host}{_PORT}/" for way in ("proxy/", "proxy/absolute/") for host in ("", "127.0.0.1:"))


class Road:
    """Once there, rules stay; until then it is looked for at each question: they may come later."""

    def __init__(self, web_app: Any, base_url: str) -> None:
        self._web_app = web_app
        self._base_url = base_url
        self._known = False

    def __call__(self) -> bool:
        self._known = self._known or all(self._is_proxied(self._base_url + path) for path in _PATHS)
        return self._known

    def _is_proxied(self, path: str) -> bool:
        """Whether the first rule for this path takes the port out of it."""
        for host_rule in self._web_app.default_router.rules:
            for rule in getattr(host_rule.target, "rules", ()):
                regex = getattr(rule.matcher, "regex", None)
                match = regex.match(path) if regex is not None else None
                if match is not None:
                    return _PORT in match.groups()
        return False
