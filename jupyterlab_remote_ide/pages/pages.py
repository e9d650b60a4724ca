"""Answers requests in the place of a program: a person gets a page, a script the same reason as JSON.

What a state or a reason means is said by the page's own script, which shares its words with the panel
(src/pages/sentences.ts). ``message`` and what a page says without a script name the reason, in plain English.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from jupyterlab_remote_ide.reasons import AppReason, ProxiedReason, ProxyProblem, Reason
from jupyterlab_remote_ide.topic import Row

from .answer import is_document, refuse, tell
from .static import url_of

# Why this visitor does not reach it, and why nobody does.
Denial = Reason | ProxiedReason
Why = Denial | AppReason | ProxyProblem
# A state that needs no reason is one itself.
_STATES: Mapping[str, Denial] = {
    "external": "app-external",
    "running": "app-running",
    "starting": "app-starting",
    "stopped": "app-stopped",
}
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
)


@dataclass(frozen=True)
class Lost:
    """Why nothing comes from an app (``name`` is its title) or from a port.

    ``detail``: what a log says of it, one line. ``facts``: for the sentence of the reason.
    """

    reason: Why
    name: str | None = None
    port: str | None = None
    detail: str | None = None
    facts: Mapping[str, object] | None = None


class Pages:
    """``base_url`` ends in a slash; ``back_url`` is where "Back to JupyterLab" leads. Both below the host."""

    def __init__(self, base_url: str, back_url: str) -> None:
        self._base_url = base_url
        self._back_url = back_url

    def start(self, handler: Any, row: Row, denied: Denial | None = None) -> None:
        """503, or 403 where this visitor may not start it for the reason ``denied``. The page follows it.

        ``row``: ``App`` of rest-api.yml.
        """
        row = {**row, "reason": denied} if denied else row
        reason = row["reason"]
        plain = f"{row['title']}: {row['state']}" + (f" ({reason})." if reason else ".")
        if is_document(handler.request):
            _ = handler.xsrf_token  # sets the cookie that its buttons need
        data = {"app": row, "now": time.time()}
        self._answer(
            handler,
            403 if denied else 503,
            reason or _STATES.get(row["state"], "internal-error"),
            plain,
            ("start.html", row["title"], data),
        )

    def lost(self, handler: Any, status: int, lost: Lost) -> None:
        """Nothing comes from there. The page does not ask again."""
        title = lost.name if lost.name is not None else str(lost.port)
        plain = f"{title}: {lost.reason}" + (f" ({lost.detail})." if lost.detail else ".")
        self._answer(handler, status, lost.reason, plain, ("port.html", title, asdict(lost)))

    def alone(self, handler: Any, title: str) -> None:
        """In the place of a page that lets itself be shown in no frame, with its status: leads out of it."""
        page = self._page("alone.html", title, {}, f"{title}: stands in no frame.")
        tell(handler, handler.get_status(), "text/html; charset=utf-8", page)

    def host(self, row: Row, url: str) -> str:
        """The page with a bar around an app in a frame of the same origin. ``url``: where the app is."""
        return self._page("host.html", row["title"], {"app": row, "url": url})

    def _answer(
        self, handler: Any, status: int, reason: Why, plain: str, page: tuple[str, str, Mapping[str, object]]
    ) -> None:
        if is_document(handler.request):
            tell(handler, status, "text/html; charset=utf-8", self._page(*page, plain))
        else:
            refuse(handler, status, plain, reason)

    def _page(self, template: str, title: str, data: Mapping[str, object], plain: str = "") -> str:
        return _TEMPLATES.get_template(template).render(
            name=template.removesuffix(".html"),
            title=title,
            plain=plain,
            data=data,
            base_url=self._base_url,
            back=self._back_url,
            script=url_of(self._base_url, "pages.js"),
            style=url_of(self._base_url, "pages.css"),
        )
