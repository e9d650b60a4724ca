"""Stands before every request to ``proxy/<port>/``."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

from tornado import httputil

from jupyterlab_remote_ide.pages.answer import is_document
from jupyterlab_remote_ide.pages.pages import Lost, Pages
from jupyterlab_remote_ide.proxy.client import failure
from jupyterlab_remote_ide.reasons import ProxiedReason

from .address import LOCALHOST, here

_LAST_PORT = 65535
_REASONS: Mapping[str, ProxiedReason] = {
    "refused": "port-refused",
    "silent": "port-silent",
    "unreachable": "host-unreachable",
}
# See ``address_for``.
Choose = Callable[[int, str, Sequence[str]], Awaitable["str | None"]]


def port_gate(own_ports: Callable[[], Collection[int]], choose: Choose, pages: Pages) -> Callable[[Any], Any]:
    """What ``ServerProxy.wrap_ports`` wraps handler classes with.

    This server is no port of its own, another account's program gets no request, and whoever looks at a port
    where nothing answers is told so.
    """

    slashless: set[str] = set()

    def wrap(target: Any) -> Any:
        class PortGated(target):  # type: ignore[misc]
            remote_ide_told = False

            async def prepare(self, *args: Any, **kwargs: Any) -> None:
                prepared = super().prepare(*args, **kwargs)
                if prepared is not None:
                    await prepared
                if self._finished or not self.current_user:
                    return
                *hosts, port, path = self.path_args
                if not path and is_document(self.request) and self.request.path not in slashless:
                    # Its relative links would lead to the folder above.
                    query = "?" + self.request.query if self.request.query else ""
                    self.redirect(f"{self.request.path}/{query}")
                    return
                try:
                    number = int(port)  # 08888 is dialled, too
                except ValueError:
                    return
                if not 0 < number <= _LAST_PORT:
                    pages.lost(self, 503, Lost("port-refused", port=port))
                    return
                asked = hosts[0] if hosts else LOCALHOST
                addresses = await here(asked)
                if not addresses:
                    return
                if number in {*own_ports(), _listener(self.request)}:
                    pages.lost(self, 508, Lost("own-port", port=port))
                    return
                host = await choose(number, asked, addresses)
                if host is not None:
                    self.remote_ide_host = host
                else:
                    pages.lost(self, 403, Lost("other-user-on-port", port=port))

            def remote_ide_answered(self, headers: httputil.HTTPHeaders) -> None:
                """With a program that takes the slash away (Next.js) a browser would go round for ever."""
                super().remote_ide_answered(headers)
                if self.path_args[-1] != "/":
                    return
                bare = self.request.path.removesuffix("/")
                if re.split("[?#]", headers.get("Location", ""))[0] == bare:
                    slashless.add(bare)
                    headers["Cache-Control"] = "no-store"  # else a browser knows it when we do not any more
                else:
                    slashless.discard(bare)

            def remote_ide_alone(self) -> None:
                pages.alone(self, self.path_args[-2])

            def write_error(self, status_code: int, **kwargs: Any) -> None:
                error = kwargs.get("exc_info", (None, None))[1]
                kind = failure(error)
                if kind is None or not self.current_user:
                    super().write_error(status_code, **kwargs)
                else:
                    *hosts, port, _ = self.path_args
                    name = hosts[0] if hosts and kind == "unreachable" else None
                    pages.lost(self, 503, Lost(_REASONS[kind], name, port))

            def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
                """A port where nothing listens is no fault of this server: no traceback of it."""
                if failure(value) is None:
                    super().log_exception(typ, value, tb)

            def _log(self) -> None:
                if self.remote_ide_told:
                    self.log.debug("%s %s: no answer", self.request.method, self.request.path)
                else:
                    super()._log()

        return PortGated

    return wrap


def _listener(request: httputil.HTTPServerRequest) -> int:
    """The port this request came in by; 0 where that is none."""
    stream = getattr(request.connection, "stream", None)
    try:
        return int(stream.socket.getsockname()[1])  # type: ignore[union-attr]
    except (AttributeError, IndexError, OSError, TypeError, ValueError):
        return 0
