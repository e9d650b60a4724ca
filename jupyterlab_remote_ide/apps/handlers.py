"""HTTP for apps: the list, start, stop, restart, log, and the page with a bar around an app."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from jupyterlab_remote_ide.base import (
    APITOKEN_ATTRIBUTE,
    AUTH_RESOURCE,
    RemoteIDEHandler,
    log_without_query,
)
from jupyterlab_remote_ide.errors import BadRequest, Denied, RemoteIDEError
from jupyterlab_remote_ide.pages.pages import Pages
from jupyterlab_remote_ide.pages.static import StaticHandler

from . import catalog
from .app import App
from .folder import File
from .manager import AppsManager

_ICONS = Path(__file__).parent / "icons"
# Most stops are done within this; the answer then already shows it.
_PATIENCE_SECONDS = 2.0
Verb = TypeVar("Verb", bound=Callable[..., Awaitable[None]])


def _may(action: str) -> Callable[[Verb], Verb]:
    """The server's Authorizer, on this one verb (its decorator carries no types)."""
    return cast("Callable[[Verb], Verb]", authorized(action=action, resource=AUTH_RESOURCE))


def _file(name: object, line: object, host: str) -> File | None:
    """Raises ``BadRequest`` ``bad-file`` for what is no name of a file, or no line."""
    if name is None:
        return None
    good_line = line is None or (type(line) is int and line > 0)
    if not isinstance(name, str) or not good_line or not _is_file_name(name):
        msg = "This is not the name of a file in the folder, or not one of its lines."
        raise BadRequest(msg, "bad-file")
    return File(name, cast("int | None", line), host)


def _is_file_name(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:  # no UTF-8, which an address cannot say
        return False
    return name not in ("", ".", "..") and "/" not in name and "\0" not in name


class _AppHandler(RemoteIDEHandler):
    def initialize(self, manager: AppsManager) -> None:
        self.manager = manager

    def require_owner(self) -> None:
        if not self.visitor.owner:
            msg = "Only the owner of this server can do that."
            raise Denied(msg, "not-owner")

    def reply_app(self, app: App) -> None:
        """``seq`` is the topic's: who has a newer row already keeps that."""
        self.reply({"app": app.row(), "seq": self.manager.topic.seq}, 202)


class AppsHandler(_AppHandler):
    """``GET apps``"""

    @web.authenticated
    @_may("read")
    async def get(self) -> None:
        self.manager.refresh()
        await self.manager.check()
        topic = self.manager.topic
        rows, problem = topic.rows(), self.manager.problem
        self.reply({"now": time.time(), "seq": topic.seq, "problem": problem, "apps": rows})


class StartHandler(_AppHandler):
    """``POST apps/{name}/start``"""

    @web.authenticated
    @_may("execute")
    async def post(self, name: str) -> None:
        self.require_owner()
        body = self.body((), ("folder", "file", "line"))
        folder = body.get("folder")
        if folder is not None and not isinstance(folder, str):
            msg = "The folder is not a string."
            raise BadRequest(msg, "bad-folder")
        file = _file(body.get("file"), body.get("line"), self.request.host)
        url = self.manager.open_url(name, folder, file)
        app = self.manager.start(name)
        self.reply({"app": app.row(), "seq": self.manager.topic.seq, "open_url": url}, 202)


class StopHandler(_AppHandler):
    """``POST apps/{name}/stop``"""

    @web.authenticated
    @_may("execute")
    async def post(self, name: str) -> None:
        self.require_owner()
        self.body(())
        await asyncio.wait({self.manager.stop(name)}, timeout=_PATIENCE_SECONDS)
        self.reply_app(self.manager.app(name))


class RestartHandler(_AppHandler):
    """``POST apps/{name}/restart``"""

    @web.authenticated
    @_may("execute")
    async def post(self, name: str) -> None:
        self.require_owner()
        self.body(())
        self.reply_app(self.manager.restart(name))


class ShowHandler(_AppHandler):
    """``POST apps/{name}/show``: let its page be seen though it is an error"""

    @web.authenticated
    @_may("execute")
    async def post(self, name: str) -> None:
        self.require_owner()
        self.body(())
        self.reply_app(self.manager.show(name))


class ReleaseHandler(_AppHandler):
    """``POST apps/{name}/release``: end the program that has its port"""

    @web.authenticated
    @_may("execute")
    async def post(self, name: str) -> None:
        self.require_owner()
        body = self.body(("pid", "started"))
        pid, started = body["pid"], body["started"]
        if not all(isinstance(number, int) and not isinstance(number, bool) for number in (pid, started)):
            msg = "'pid' and 'started' are no whole numbers."
            raise BadRequest(msg, "bad-field")
        self.reply_app(await self.manager.release(name, pid, started))


class LogHandler(_AppHandler):
    """``GET apps/{name}/log?after=N``"""

    @web.authenticated
    @_may("read")
    async def get(self, name: str) -> None:
        after = self.get_argument("after", "0")
        if not after.isascii() or not after.isdigit() or len(after) > 15:
            msg = "'after' is not a number."
            raise BadRequest(msg, "bad-after")
        log = self.manager.app(name).log
        lines, following = log.lines(int(after))
        self.reply({"lines": lines, "next": following, "cut": log.cut(int(after))})


class OpenHandler(JupyterHandler):
    """``GET <base_url>remote-ide/open/{name}?folder=&file=&line=``: the app in a page with a bar, or bare."""

    auth_resource = AUTH_RESOURCE

    def initialize(self, manager: AppsManager, pages: Pages, bar: bool) -> None:
        self.manager, self.pages, self.bar = manager, pages, bar

    async def prepare(self) -> None:  # type: ignore[override]
        await super().prepare()
        if not self._finished and getattr(self, APITOKEN_ATTRIBUTE, None) is not None:
            raise web.HTTPError(403)

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        log_without_query(self, typ, value, tb)

    def _find(self, name: str) -> tuple[App, str]:
        # A blank at the end of a name is a part of it.
        folder, file, line = (
            self.get_argument(each, None, strip=False) for each in ("folder", "file", "line")
        )
        at = int(line) if line and line.isascii() and line.isdigit() and len(line) < 10 else line
        try:
            url = self.manager.open_url(name, folder, _file(file, at, self.request.host))
            return self.manager.app(name), url
        except RemoteIDEError as error:
            raise web.HTTPError(error.status, error.message) from None

    @web.authenticated
    @_may("read")
    async def get(self, name: str) -> None:
        app, url = self._find(name)
        if not self.bar or (app.process is not None and not app.process.frames):
            self.redirect(url)
            return
        self.set_header("Cache-Control", "no-store")
        self.finish(self.pages.host(app.row(), url))


def routes(manager: AppsManager, prefix: str, page: dict[str, Any]) -> list[tuple[str, type, dict[str, Any]]]:
    """``prefix``: of our API; ``page``: what the host page needs beside the manager."""
    arguments = {"manager": manager}
    name = r"/apps/([^/]+)"
    return [
        (f"{prefix}/apps", AppsHandler, arguments),
        (f"{prefix}{name}/start", StartHandler, arguments),
        (f"{prefix}{name}/stop", StopHandler, arguments),
        (f"{prefix}{name}/restart", RestartHandler, arguments),
        (f"{prefix}{name}/show", ShowHandler, arguments),
        (f"{prefix}{name}/release", ReleaseHandler, arguments),
        (f"{prefix}{name}/log", LogHandler, arguments),
        (r"remote-ide/open/([^/]+)", OpenHandler, {**arguments, **page}),
        (rf"{catalog.ICONS}/(.*)", StaticHandler, {"path": str(_ICONS)}),
    ]
