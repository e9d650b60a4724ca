"""Which WebSockets an API token opened, so that they end with it.

Kernels, terminals, events and proxied programs all authenticate once, at the handshake; nothing would ask
again. tornado calls the public setting ``log_function`` for every WebSocket handler at its 101.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any
from weakref import WeakSet

from tornado.websocket import WebSocketHandler

from jupyterlab_remote_ide.visitor import APITOKEN_ATTRIBUTE

CLOSE_CODE = 4001  # from the range that RFC 6455 leaves to applications
# How often the tokens of open sockets are looked up: another server of the same user may have revoked one.
SWEEP_SECONDS = 1.0


class Sockets:
    """Open WebSockets by API token. ``expiry(id)`` is the end of a valid token, ``None`` for all others.

    There is a timer only while a socket of some token is open.
    """

    def __init__(
        self,
        settings: dict[str, Any],
        expiry: Callable[[str], float | None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._expiry = expiry
        self._clock = clock
        self._before = settings.get("log_function")
        self._open: dict[str, WeakSet[WebSocketHandler]] = {}
        self._timer: asyncio.TimerHandle | None = None
        settings["log_function"] = self._log

    def count(self, identifier: str) -> int:
        """How many sockets of this token are open now."""
        return sum(handler.ws_connection is not None for handler in self._open.get(identifier, ()))

    def close(self, identifier: str) -> None:
        """End all sockets of this token."""
        for handler in list(self._open.pop(identifier, ())):
            # The client has 5 s to answer the closing frame, and must not be heard in them.
            handler.on_message = _deaf  # type: ignore[method-assign]
            handler.close(CLOSE_CODE, "API token ended")

    def stop(self) -> None:
        """Forget everything; the sockets stay."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._open.clear()
        # Whoever wrapped it after us keeps calling us: then we only pass on.
        if self._settings.get("log_function") == self._log and self._before is not None:
            self._settings["log_function"] = self._before

    def _log(self, handler: Any) -> None:
        if self._before is not None:
            self._before(handler)
        if isinstance(handler, WebSocketHandler) and handler.get_status() == 101:
            identifier = getattr(handler, APITOKEN_ATTRIBUTE, None)
            if identifier is not None:
                self._join(identifier, handler)

    def _join(self, identifier: str, handler: WebSocketHandler) -> None:
        self._open.setdefault(identifier, WeakSet()).add(handler)
        # Starting a kernel may have taken longer than the token lived; but now the handshake must end first.
        self._schedule()

    def _schedule(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        ends = [self._expiry(identifier) or 0.0 for identifier in self._open]
        delay = min([SWEEP_SECONDS, *(end - self._clock() for end in ends)])
        self._timer = asyncio.get_running_loop().call_later(max(delay, 0.0), self._sweep)

    def _sweep(self) -> None:
        self._timer = None
        for identifier in list(self._open):
            if self.count(identifier) == 0:
                del self._open[identifier]
            elif self._expiry(identifier) is None:
                self.close(identifier)
        if self._open:
            self._schedule()


def _deaf(message: str | bytes) -> None:
    return None
