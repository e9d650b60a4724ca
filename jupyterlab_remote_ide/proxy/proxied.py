"""What we put over the handlers of jupyter-server-proxy; servers.py lists the private names used."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from jupyter_server.utils import url_path_join
from tornado import web
from tornado.httputil import HTTPHeaders

from jupyterlab_remote_ide.host import hub

from . import returned
from .client import prepared


def never_starting(target: Any, name: str, answers: Callable[[str], bool]) -> Any:
    """The server's handler, which never starts anything for a request: that is the gate's to decide."""

    class NeverStarting(with_get_hook(target)):  # type: ignore[misc]
        async def ensure_process(self) -> None:
            if not answers(name):
                raise web.HTTPError(503, "The app does not run.")

    return NeverStarting


def failing_part(error: BaseException) -> str | None:
    """Which function of a server's definition raised this while a request was passed on; ``None`` where none
    did, or means to answer so (``web.HTTPError``)."""
    names, traceback = set(), error.__traceback__
    while traceback is not None:
        names.add(traceback.tb_frame.f_code.co_name)
        traceback = traceback.tb_next
    if isinstance(error, (web.HTTPError, web.Finish)) or not names & {
        "call_with_asked_args",
        "_render_template",
    }:
        return None
    if "get_request_headers_override" in names:
        return "request_headers_override"
    return "rewrite_response" if "_apply_to_copy" in names else "mappath"


def with_get_hook(target: Any) -> Any:
    """The server's handler, with a hook around its GET: ``remote_ide_get(call, path)``."""

    class WithGetHook(with_own_address(target)):  # type: ignore[misc]
        async def http_get(self, path: str) -> None:
            ancestor: Any = super()
            await self.remote_ide_get(lambda: ancestor.http_get(path), path)

        remote_ide_passes = True

        async def remote_ide_get(self, proxied: Callable[[], Awaitable[None]], path: str) -> None:
            await proxied()

    return WithGetHook


def with_own_address(target: Any) -> Any:
    """A handler that asks ``remote_ide_host`` where jupyter-server-proxy would ask ``localhost``, and
    ``remote_ide_port`` where the program listens on another port than it was given."""

    class WithOwnAddress(with_answer_rules(target)):  # type: ignore[misc]
        remote_ide_host: str | None = None
        remote_ide_port: int | None = None

        async def _proxy_buffered(self, host: str, port: int, path: str, body: Any, client: Any) -> None:
            await super()._proxy_buffered(host, port, path, body, self._prepared(client))
            framed = self.request.headers.get("Sec-Fetch-Dest") in ("iframe", "frame")
            if framed and returned.stands_alone(self.get_status(), self._headers):
                self._rule(self._headers)
                self.remote_ide_cookies = self._headers.get_list("Set-Cookie")
                self.remote_ide_alone()

        async def _proxy_progressive(self, host: str, port: int, path: str, body: Any, client: Any) -> None:
            await super()._proxy_progressive(host, port, path, body, self._prepared(client))
            if self.get_status() == 599 and not self._headers_written:
                raise web.HTTPError(599)  # as the other one does: what answers nothing of use is told

        def remote_ide_alone(self) -> None:
            """The app's page lets itself be shown in no frame, and this is one: it would be the browser's own
            page there, of which not even JupyterLab can tell what it means."""

        def _prepared(self, client: Any) -> Any:
            return prepared(client, None if self.unix_socket is not None else self.remote_ide_host)

        def proxy_request_options(self) -> dict[str, Any]:
            """A GET or DELETE may have a body, and a PATCH none: that is the program's to judge."""
            return {**super().proxy_request_options(), "allow_nonstandard_methods": True}

        def get_client_uri(self, protocol: str, host: str, port: int, proxied_path: str) -> str:
            uri: str = super().get_client_uri(protocol, host, port, proxied_path)
            if self.remote_ide_host is None:
                return uri
            there = f"[{self.remote_ide_host}]" if ":" in self.remote_ide_host else self.remote_ide_host
            at = port if self.remote_ide_port is None else self.remote_ide_port
            return uri.replace(f"//{host}:{port}", f"//{there}:{at}", 1)

        def _create_ws_connection(self, proto: Any) -> Any:
            """Of the handlers of programs without HTTP alone."""
            if self.unix_socket is not None:
                return super()._create_ws_connection(proto)
            port = self.port if self.remote_ide_port is None else self.remote_ide_port
            host = self.remote_ide_host or "localhost"
            return asyncio.get_running_loop().create_connection(proto, host, port)

    return WithOwnAddress


def with_answer_rules(target: Any) -> Any:
    """A handler whose app's answers keep to the rules of returned.py, whatever became of them on the way.

    The rules come last: after jupyter-server-proxy (whose own change of ``Location``, since 4.5, is switched
    off: it cannot know a prefix that is there already) and after a site's ``rewrite_response``.
    """

    class WithAnswerRules(target):  # type: ignore[misc]
        remote_ide_own: HTTPHeaders | None = None
        remote_ide_sent: HTTPHeaders | None = None
        remote_ide_cookies: Sequence[str] = ()

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            # jupyter-server-proxy keeps tornado's own in the instance, so a method here would not be asked.
            flush: Any = self.flush  # type: ignore[has-type]

            def flush_ruled(include_footers: bool = False) -> Any:
                # Each clear() begins our own answer; for the app's, jupyter-server-proxy puts new headers.
                if self._headers is not self.remote_ide_own:
                    self._rule(self._headers)
                    self.remote_ide_own = self._headers
                return flush(include_footers)

            self.flush = flush_ruled
            self._cut_if_broken()

        def clear(self) -> None:
            super().clear()
            for cookie in self.remote_ide_cookies:
                self._headers.add("Set-Cookie", cookie)
            self.remote_ide_own = self._headers

        def _cut_if_broken(self) -> None:
            """Of a stream that is on its way nothing can follow but its own status, which has its own words.

            What else is said means that it broke off: then the browser gets neither words of ours nor a
            proper end, with which it would take what it has for the whole.
            """
            finish: Any = self.finish  # type: ignore[has-type]
            set_status: Any = self.set_status  # type: ignore[has-type]
            send_error: Any = self.send_error  # type: ignore[has-type]
            is_broken = False

            def set_status_if_whole(status_code: int, reason: str | None = None) -> None:
                nonlocal is_broken
                is_broken |= self._headers_written and reason is None
                set_status(status_code, reason)

            def send_error_if_whole(status_code: int = 500, **kwargs: Any) -> None:
                nonlocal is_broken
                is_broken |= self._headers_written
                send_error(status_code, **kwargs)

            def finish_if_whole(chunk: Any = None) -> Any:
                if is_broken and not self._finished:
                    self._write_buffer.clear()
                    self.request.connection.stream.close()
                    return finish()
                return finish(chunk)

            self.finish, self.set_status = finish_if_whole, set_status_if_whole
            self.send_error = send_error_if_whole

        def _rule(self, headers: HTTPHeaders) -> None:
            if self.remote_ide_sent is not None:
                _repeat(headers, self.remote_ide_sent)
            bare = not self.path_args[-1] and not self.request.path.endswith("/")
            if returned.concerns(headers):
                returned.apply(headers, _place(self))
            if bare and "Service-Worker" in self.request.headers:
                returned.confine(headers, _place(self))
            self.remote_ide_answered(headers)

        def remote_ide_answered(self, headers: HTTPHeaders) -> None:
            """The app's answer, before it is sent."""

        def _rewrite_location_header(self, location: str, *_: Any) -> str:
            return location

        def _build_proxy_request(self, *args: Any, **options: Any) -> Any:
            told = options.get("header_callback")
            if told is not None:  # the event-stream path, which keeps the last of repeated headers only
                options["header_callback"] = self._listen(told)
            return super()._build_proxy_request(*args, **options)

        def _listen(self, told: Callable[[str], None]) -> Callable[[str], None]:
            def line(text: str) -> None:
                if text.startswith("HTTP/") or self.remote_ide_sent is None:
                    self.remote_ide_sent = HTTPHeaders()  # after an interim answer comes another
                elif text.strip():
                    self.remote_ide_sent.parse_line(text)
                told(text)

            return line

    return WithAnswerRules


def _repeat(headers: HTTPHeaders, sent: HTTPHeaders) -> None:
    for name in sent:
        values = sent.get_list(name)
        if len(values) > 1 and name in headers:
            returned.drop(headers, name)
            for value in values:
                headers.add(name, value)


def _place(handler: Any) -> returned.Place:
    *hosts, port, _ = (handler.port, "") if handler.proxy_base else handler.path_args
    host = hosts[0] if hosts else "localhost"
    folder = url_path_join(handler.base_url, "proxy", "absolute" if handler.absolute_url else "")
    folder = folder.rstrip("/")
    own = handler.proxy_base and url_path_join(handler.base_url, handler.proxy_base)
    provider = handler.identity_provider
    login = hub.login(provider, handler.settings)
    around = hub.find()
    return returned.Place(
        prefix=own or f"{folder}/{':'.join([*hosts, str(port)])}",
        path=handler.request.path,
        hosts=returned.spoken(handler.request.headers),
        address=(host, int(handler.remote_ide_port or port or 0)),
        names={
            provider.get_cookie_name(handler),
            handler.settings.get("xsrf_cookie_name", "_xsrf"),
            *([login.cookie_name] if login is not None else []),
        },
        # What jupyter-server-proxy tells the app, whichever way the browser wrote it.
        aliases=[f"{folder}/{port}"] if hosts == ["localhost"] else [],
        kept=[around.url] if around is not None and around.url else [],
        aware=handler.absolute_url,
    )
