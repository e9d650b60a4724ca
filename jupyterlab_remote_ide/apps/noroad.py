"""Pages at the addresses of apps and ports that jupyter-server-proxy has no road to: why, and no bare 404."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from jupyterlab_remote_ide.base import AUTH_RESOURCE, log_without_query
from jupyterlab_remote_ide.feature import Route
from jupyterlab_remote_ide.pages.pages import Lost, Pages
from jupyterlab_remote_ide.proxy.router import as_browser
from jupyterlab_remote_ide.proxy.server import Definition
from jupyterlab_remote_ide.reasons import ProxyProblem

# Nothing is taken out of the path: a rule that takes the port out of it is a road (ports/road.py).
_PORTS = r"proxy/(?:absolute/)?(?:[^/:@]+:)?\d+(?:/.*)?"
_PORT = re.compile(r"/proxy/(?:absolute/)?(?:[^/:@]+:)?(\d+)")


class NoRoad(JupyterHandler):
    """Every request is told the same: a person by a page, a script by JSON."""

    auth_resource = AUTH_RESOURCE
    remote_ide_told = False

    def initialize(self, pages: Pages, lost: Lost) -> None:
        self._pages, self._lost = pages, lost

    def check_xsrf_cookie(self) -> None:
        return None  # nothing is changed

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        log_without_query(self, typ, value, tb)

    @web.authenticated
    def get(self) -> None:
        port = _PORT.search(self.request.path) if self._lost.name is None else None
        self._pages.lost(self, 503, replace(self._lost, port=port[1]) if port else self._lost)

    head = post = put = delete = patch = options = get

    def _log(self) -> None:
        self.log.debug("%s %s: no road", self.request.method, self.request.path)


def routes(
    definitions: Iterable[Definition],
    names: Iterable[str],
    problem: ProxyProblem | None,
    detail: str | None,
    pages: Pages,
) -> list[Route]:
    """``definitions``: those without a road, where jupyter-server-proxy is there; else ``names``: of the apps
    that it would have had. ``problem``, ``detail``: why it is not there."""
    made = []
    for definition in definitions:
        lost = Lost(definition.fault or "not-configured", definition.title, facts=definition.detail)
        made.append(_route(_app(definition.name), pages, lost))
    if problem:
        lost = Lost(problem, detail=detail)
        made += [_route(_app(name), pages, replace(lost, name=name)) for name in names]
        made.append(_route(_PORTS, pages, lost))
    return made


def _app(name: str) -> str:
    """Its address as browsers send it, and as other programs may."""
    forms = {re.escape(name), re.escape(as_browser("/" + name)[1:])}
    return rf"(?:{'|'.join(sorted(forms))})(?:/.*)?"


def _route(pattern: str, pages: Pages, lost: Lost) -> Route:
    return pattern, NoRoad, {"pages": pages, "lost": lost}
