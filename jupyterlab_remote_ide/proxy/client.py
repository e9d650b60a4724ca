"""The HTTP client that asks programs for jupyter-server-proxy: tornado's own, and what its failures mean.

Of tornado's private names it uses ``_connection_class`` and, of what that gives, ``_handle_exception`` and
``_write_body`` (seen in 6.5 and 6.6).
"""

from __future__ import annotations

import errno
import socket
from functools import cache
from typing import Any, Literal

from tornado import web
from tornado.httpclient import AsyncHTTPClient
from tornado.iostream import UnsatisfiableReadError
from tornado.netutil import Resolver, is_valid_ip
from tornado.simple_httpclient import HTTPStreamClosedError, SimpleAsyncHTTPClient

# What the kernel says of another machine, or of an address that this one has no way to.
_NO_WAY = frozenset(
    {
        errno.EACCES,
        errno.EPERM,
        errno.EADDRNOTAVAIL,
        errno.EAFNOSUPPORT,
        errno.EHOSTDOWN,
        errno.EHOSTUNREACH,
        errno.ENETDOWN,
        errno.ENETUNREACH,
        errno.ETIMEDOUT,
    }
)


def failure(error: object) -> Literal["refused", "silent", "unreachable"] | None:
    """What the failure of a proxied request says of the program; ``None`` for failures of another kind."""
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    if isinstance(error, ConnectionError) or (isinstance(error, web.HTTPError) and error.status_code == 599):
        return "silent"
    is_far = isinstance(error, OSError) and error.filename is None and error.errno in _NO_WAY
    return "unreachable" if is_far or isinstance(error, socket.gaierror) else None


def prepared(client: Any, host: str | None) -> Any:
    """The client for a request to ``host``, a number where it is known: that needs no thread that looks it up
    as if it were a name."""
    if not isinstance(client, SimpleAsyncHTTPClient):
        return client
    made: Any = client
    if host is not None and is_valid_ip(host):
        made = AsyncHTTPClient(force_instance=True, resolver=_NUMBERS)
    own = getattr(made, "_connection_class", None)
    if own is not None:
        made._connection_class = lambda: _telling(own())
    return made


@cache
def _telling(connection: Any) -> Any:
    """Whoever waits is told of every failure, and as one of HTTP where the program's words are to blame.

    tornado's own forgets who waits where a body breaks off with an error (a reset, the head of a chunk that
    does not end): nothing came until the time was up, five minutes later.
    """

    class Telling(connection):  # type: ignore[misc]
        async def _write_body(self, start_read: bool) -> None:
            """Before 6.6 nobody is told of an answer that does not even begin as one."""
            await super()._write_body(start_read)
            if start_read and self.final_callback is not None:
                self.on_connection_close()

        def on_connection_close(self) -> None:
            error = self.stream.error or HTTPStreamClosedError("Connection closed")
            self._handle_exception(type(error), error, None)

        def _handle_exception(self, typ: Any, value: Any, tb: Any) -> Any:
            told = getattr(value, "real_error", None) or value
            if self.final_callback is None:  # it came after the answer
                told = value
            elif isinstance(told, UnsatisfiableReadError):
                told = HTTPStreamClosedError(str(told))
            elif isinstance(told, UnicodeError):  # a name that no machine can have
                told = socket.gaierror(socket.EAI_NONAME, str(told))
            return super()._handle_exception(typ, told, tb)

    return Telling


class _Numbers(Resolver):
    def initialize(self) -> None:
        """It keeps nothing."""

    async def resolve(
        self, host: str, port: int, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[tuple[int, Any]]:
        return [(socket.AF_INET6 if ":" in host else socket.AF_INET, (host, port))]


_NUMBERS = _Numbers()
