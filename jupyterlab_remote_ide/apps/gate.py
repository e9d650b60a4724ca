"""Stands before every request to an app: lets it pass, lets it wait, or answers with the start page.

Authentication stays jupyter-server-proxy's: its ``prepare`` comes first. The gate never takes its lock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from tornado import httputil, web

from jupyterlab_remote_ide import base
from jupyterlab_remote_ide.pages.answer import is_document
from jupyterlab_remote_ide.pages.pages import Denial, Lost, Pages
from jupyterlab_remote_ide.proxy.client import failure
from jupyterlab_remote_ide.proxy.proxied import failing_part

from .app import App
from .leftover import Mark
from .manager import AppsManager
from .origin import is_foreign

_FAILS_SECONDS = 0.05


def gate(manager: AppsManager, pages: Pages, mark: Mark) -> Callable[[str, type], type]:
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
                    if mark.is_missed(self, name):
                        pages.start(self, manager.app(name).row())
                        return
                    denied = await _start_denied(self)
                    if denied is not None:
                        pages.start(self, manager.app(name).row(), denied)
                        return
                    passage = manager.knock(name, start=True)
                if passage != "refuse" and is_document(self.request):
                    _remember_folder(self, manager.app(name))
                if passage == "wait" and is_document(self.request):
                    begun = manager.app(name).row()
                    # What fails at once is told at once; nobody waits here for what becomes ready.
                    fails = not await self._wait(_FAILS_SECONDS) and not manager.app(name).is_starting
                    pages.start(self, manager.app(name).row() if fails else begun)
                    return
                if passage == "wait" and await self._wait():
                    passage = "pass"
                if passage == "pass" and await self._can_pass():
                    if is_document(self.request):
                        mark.leave(self, name)
                    self._to_its_page()
                else:
                    pages.start(self, manager.app(name).row())

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
                        title = manager.app(name).row()["title"]
                        pages.lost(self, 500, Lost("definition-failed", title, facts={"part": part}))
                        return
                    # Else it was refused, or cut while it answered.
                    status = error.status_code if isinstance(error, web.HTTPError) else 500
                    if status < 500 or not isinstance(error, (web.HTTPError, OSError)):
                        raise
                    await manager.check_app(manager.app(name), health=False)
                    status = None
                if status is None:
                    pages.start(self, manager.app(name).row())
                elif is_document(self.request) and path in ("", "/"):
                    manager.seen(name, status)
                    process = manager.app(name).process
                    if status >= 500 and not (process is not None and process.shown):
                        pages.start(self, manager.app(name).row())

            def remote_ide_alone(self) -> None:
                pages.alone(self, manager.app(name).row()["title"])

            def _log(self) -> None:
                """Jupyter logs each 503 as an error with its headers; a page that waits is none."""
                if self.remote_ide_told:
                    self.log.debug("%s %s: not ready", self.request.method, self.request.path)
                else:
                    super()._log()

            def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
                """What an app does not answer is told to who asks: it is no fault of this server."""
                if failure(value) is None:
                    super().log_exception(typ, value, tb)

            def write_error(self, status_code: int, **kwargs: Any) -> None:
                if status_code >= 500 and self.current_user and not is_document(self.request):
                    pages.start(self, manager.app(name).row())
                else:
                    super().write_error(status_code, **kwargs)

        return Gated

    return wrap


def _remember_folder(handler: Any, app: App) -> None:
    """What the page is to open: as a tab of JupyterLab, the program itself or a person asked for it."""
    argument = app.folders.argument
    if argument is None or is_foreign(handler):
        return
    try:  # not by tornado's own, which answers 400 to what the app may understand
        folder = handler.request.query_arguments[argument][-1].decode()
    except (LookupError, UnicodeDecodeError):
        return
    if app.folders.add(folder):
        app.on_change()


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
