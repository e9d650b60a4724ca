"""Pages at the addresses of apps and ports that jupyter-server-proxy has no road to: why, and no bare 404."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from jupyterlab_remote_ide.base import AUTH_RESOURCE, log_without_query
from jupyterlab_remote_ide.proxy.router import as_browser
from jupyterlab_remote_ide.proxy.server import Definition
from jupyterlab_remote_ide.reasons import AppReason, ProxyProblem

from . import startpage
from .told import is_document, refuse, tell

_UNLOADED: Mapping[ProxyProblem, str] = {
    "proxy-load-failed": "jupyter-server-proxy failed to load.",
    "proxy-import-failed": "jupyter-server-proxy cannot be imported.",
    "proxy-link-failed": "jupyter-server-proxy could not be joined to the server; the server's log says why.",
    "proxy-disabled": (
        "jupyter-server-proxy is installed, but not enabled: run “jupyter server extension enable "
        "jupyter_server_proxy” and restart the server."
    ),
    "proxy-not-installed": "jupyter-server-proxy is not installed where this server runs.",
}
# Nothing is taken out of the path: a rule that takes the port out of it is a road (ports/road.py).
_PORTS = r"proxy/(?:absolute/)?(?:[^/:@]+:)?\d+(?:/.*)?"
_PORT = re.compile(r"/proxy/(?:absolute/)?(?:[^/:@]+:)?(\d+)")


class NoRoad(JupyterHandler):
    """Every request is told the same: a person by a page, a script by JSON."""

    auth_resource = AUTH_RESOURCE
    remote_ide_told = False

    def initialize(self, title: str, text: str, reason: AppReason | ProxyProblem, back_url: str) -> None:
        self._told = (title, text, reason, back_url)

    def check_xsrf_cookie(self) -> None:
        return None  # nothing is changed

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        log_without_query(self, typ, value, tb)

    @web.authenticated
    def get(self) -> None:
        title, text, reason, back_url = self._told
        port = _PORT.search(self.request.path) if not title else None
        if is_document(self.request):
            title = title or f"Port {port[1] if port else ''} cannot be opened"
            page = startpage.render_no_road(title, text, back_url)
            tell(self, 503, "text/html; charset=utf-8", page)
        else:
            refuse(self, 503, text, reason)

    head = post = put = delete = patch = options = get

    def _log(self) -> None:
        self.log.debug("%s %s: no road", self.request.method, self.request.path)


def routes(
    definitions: Iterable[Definition],
    names: Iterable[str],
    problem: ProxyProblem | None,
    detail: str | None,
    back_url: str,
) -> list[tuple[str, type, dict[str, Any]]]:
    """``definitions``: those without a road, where jupyter-server-proxy is there; else ``names``: of the apps
    that it would have had. ``problem``, ``detail``: why it is not there."""
    made = []
    for definition in definitions:
        reason = definition.fault or "not-configured"
        text = startpage.sentence("missing", reason, definition.detail)
        made.append(
            _route(_app(definition.name), f"{definition.title} cannot be opened", text, reason, back_url)
        )
    if problem:
        text = _UNLOADED.get(problem, "jupyter-server-proxy was not loaded; the server's log may say why.")
        says = f" The server's log says: “{detail}”." if detail else ""
        text = f"{text}{says} Ask your administrator."
        made += [_route(_app(name), f"{name} cannot be opened", text, problem, back_url) for name in names]
        made.append(_route(_PORTS, "", text, problem, back_url))
    return made


def _app(name: str) -> str:
    """Its address as browsers send it, and as other programs may."""
    forms = {re.escape(name), re.escape(as_browser("/" + name)[1:])}
    return rf"(?:{'|'.join(sorted(forms))})(?:/.*)?"


def _route(
    pattern: str, title: str, text: str, reason: AppReason | ProxyProblem, back_url: str
) -> tuple[str, type, dict[str, Any]]:
    return pattern, NoRoad, {"title": title, "text": text, "reason": reason, "back_url": back_url}
