"""Stands before every request to an app: lets it pass, lets it wait, or answers with the start page.

Authentication stays jupyter-server-proxy's: its ``prepare`` comes first. The gate never takes its lock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from tornado import httputil, web

from jupyterlab_remote_ide import base
from jupyterlab_remote_ide.proxy.proxied import failing_part
from jupyterlab_remote_ide.reasons import ProxiedReason, Reason
from jupyterlab_remote_ide.topic import Row

from . import startpage
from .launch import AppState
from .manager import AppsManager
from .origin import is_foreign
from .told import is_document, refuse, tell

_FAILS_SECONDS = 0.05
Denial = Reason | ProxiedReason
# A state that needs no reason is one itself.
_NO_REASON: Mapping[AppState, Denial] = {
    "external": "app-external",
    "running": "app-running",
    "starting": "app-starting",
    "stopped": "app-stopped",
}


class Pages:
    """Writes the start page into any handler. ``back_url`` and ``api_url`` are below the host."""

    def __init__(self, manager: AppsManager, api_url: str, back_url: str) -> None:
        self._manager = manager
        self._api_url = api_url
        self._back_url = back_url

    def write(self, handler: Any, name: str, denied: Denial | None = None, row: Row | None = None) -> None:
        """``denied``: why this visitor may not start it. ``row``: of a moment ago."""
        _ = handler.xsrf_token  # sets the cookie that its buttons need
        row = row or self._manager.app(name).row()
        row = {**row, "reason": denied} if denied else row
        page = startpage.render(row, self._api_url, self._back_url)
        tell(handler, 403 if denied else 503, "text/html; charset=utf-8", page)

    def refuse(self, handler: Any, name: str, denied: Denial | None = None) -> None:
        state, reason = self._manager.app(name).state()
        message = startpage.sentence(state, denied or reason)
        refuse(
            handler,
            403 if denied else 503,
            message,
            denied or reason or _NO_REASON.get(state, "internal-error"),
        )

    def fail(self, handler: Any, name: str, part: str) -> None:
        """``part``: what of its definition raised while it was to pass this request on."""
        title = str(self._manager.app(name).row()["title"])
        if is_document(handler.request):
            page = startpage.render_failure(title, part, self._back_url)
            tell(handler, 500, "text/html; charset=utf-8", page)
        else:
            refuse(handler, 500, startpage.FAILURE.format(part=part), "definition-failed")


def gate(manager: AppsManager, pages: Pages) -> Callable[[str, type], type]:
    """What ``ServerProxy.install`` wraps handler classes with."""

    def wrap(name: str, target: Any) -> Any:
        class Gated(target):  # type: ignore[misc]
            remote_ide_waiting: asyncio.Future[bool] | None = None
            remote_ide_told = False

            async def prepare(self, *args: Any, **kwargs: Any) -> None:
                prepared = super().prepare(*args, **kwargs)
                if prepared is not None:
                    await prepared
                # A page of another extension may leave the login to its verbs.
                if self._finished or not self.current_user:
                    return
                _one_scheme(self.request.headers)
                passage = manager.knock(name)
                if passage == "start":
                    denied = await _start_denied(self)
                    if denied is not None:
                        (pages.write if is_document(self.request) else pages.refuse)(self, name, denied)
                        return
                    passage = manager.knock(name, start=True)
                document = is_document(self.request)
                if passage == "wait" and document:
                    begun = manager.app(name).row()
                    # What fails at once is told at once; nobody waits here for what becomes ready.
                    fails = not await self._wait(_FAILS_SECONDS) and not manager.app(name).is_starting
                    pages.write(self, name, row=None if fails else begun)
                    return
                if passage == "wait" and await self._wait():
                    passage = "pass"
                if passage == "pass" and await self._can_pass():
                    self._to_its_page()
                else:
                    (pages.write if document else pages.refuse)(self, name)

            async def _can_pass(self) -> bool:
                """Whether the app itself gets the request, and it is not known that a person would wait in
                vain for its page."""
                app = manager.app(name)
                process = app.process
                if process is not None and process.reason == "paused":
                    process.is_paused()  # perhaps it goes on by now
                if process is not None and is_document(self.request):
                    waits = process.is_paused() or process.reason == "not-answering"
                    # Where it leads to may refuse to stand in a frame: that would be the end of the tab.
                    framed = self.request.headers.get("Sec-Fetch-Dest") in ("iframe", "frame")
                    leaves = process.reason == "redirects-away" and self.path_args[-1:] in ([""], ["/"])
                    if waits or (leaves and (framed or not process.shown)):
                        asyncio.ensure_future(manager.check_app(app))  # noqa: RUF006 - the page follows it
                        return False
                if not getattr(self, "remote_ide_passes", False):  # a page of another extension
                    return True
                place = manager.place(name)
                if place is None:  # others may be where it was
                    await manager.check_app(app, health=False)
                    place = manager.place(name)
                if place is not None and not place.unix and place.port:
                    self.remote_ide_host, self.remote_ide_port = place.host, place.port
                return place is not None

            def _to_its_page(self) -> None:
                """A server that speaks no HTTP has its page elsewhere: its own address means that."""
                definition = manager.app(name).definition
                own_page = urlsplit(definition.open_url).path.rstrip("/")
                if definition.raw and is_document(self.request) and self.request.path.rstrip("/") != own_page:
                    self.redirect(definition.open_url)

            async def _wait(self, seconds: float | None = None) -> bool:
                """Whether the app answers in the end, or within the time; gives up when the browser does."""
                waiting = self.remote_ide_waiting = asyncio.ensure_future(manager.settled(name))
                await asyncio.wait({waiting}, timeout=seconds)
                if not waiting.done():
                    waiting.cancel()
                    return False
                if waiting.cancelled():
                    raise web.Finish
                return waiting.result()

            def on_connection_close(self) -> None:
                if self.remote_ide_waiting is not None:
                    self.remote_ide_waiting.cancel()
                super().on_connection_close()

            async def remote_ide_get(self, proxied: Callable[[], Awaitable[None]], path: str) -> None:
                """A GET on its way: no document ends in a bare error because the app died under it."""
                try:
                    await proxied()
                    status = self.get_status()
                except Exception as error:
                    part = failing_part(error)
                    if part is not None:
                        manager.app(name).log.say(f"{part} failed: {type(error).__name__}: {error}")
                        pages.fail(self, name, part)
                        return
                    # Else it was refused, or cut while it answered.
                    status = error.status_code if isinstance(error, web.HTTPError) else 500
                    if status < 500 or not isinstance(error, (web.HTTPError, OSError)):
                        raise
                    await manager.check_app(manager.app(name), health=False)
                    status = None
                document = is_document(self.request)
                if status is None:
                    (pages.write if document else pages.refuse)(self, name)
                elif document and path in ("", "/"):
                    manager.seen(name, status)
                    process = manager.app(name).process
                    if status >= 500 and not (process is not None and process.shown):
                        pages.write(self, name)

            def _log(self) -> None:
                """Jupyter logs each 503 as an error with its headers; a page that waits is none."""
                if self.remote_ide_told:
                    self.log.debug("%s %s: not ready", self.request.method, self.request.path)
                else:
                    super()._log()

            def write_error(self, status_code: int, **kwargs: Any) -> None:
                if status_code >= 500 and self.current_user and not is_document(self.request):
                    pages.refuse(self, name)
                else:
                    super().write_error(status_code, **kwargs)

        return Gated

    return wrap


async def _start_denied(handler: Any) -> Denial | None:
    """Why the author of this request may not start an app, if so: as for ``POST apps/{name}/start``."""
    visitor = await base.find_visitor(handler)
    if visitor.apitoken_id is not None:
        return "ide-token"
    allowed = visitor.owner and await base.is_authorized(handler, "execute")
    if not allowed:
        return "not-owner"
    return "cross-site" if is_foreign(handler) else None


def _one_scheme(headers: httputil.HTTPHeaders) -> None:
    """Each proxy of a chain may append its own (``https,http``); programs take the value as it stands."""
    value = headers.get("X-Forwarded-Proto", "")
    if "," in value:
        headers["X-Forwarded-Proto"] = value.split(",", 1)[0].strip()
