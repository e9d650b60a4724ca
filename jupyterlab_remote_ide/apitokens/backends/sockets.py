"""What an API token holds open, so that it ends with it: WebSockets, and replies under way.

Kernels, terminals, events and proxied programs all authenticate once, at the handshake; nothing would ask
again. A program behind ``proxy/`` may stream one reply for hours, too. tornado calls the public setting
``log_function`` for every WebSocket handler at its 101, and for every other one when its reply is complete.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, Protocol
from weakref import WeakSet

from tornado.iostream import IOStream
from tornado.web import RequestHandler
from tornado.websocket import WebSocketHandler

from jupyterlab_remote_ide.visitor import APITOKEN_ATTRIBUTE

CLOSE_CODE = 4001  # from the range that RFC 6455 leaves to applications
# How often the tokens of open sockets are looked up: another server of the same user may have revoked one.
SWEEP_SECONDS = 1.0


class Ends(Protocol):
    """When a token ends, ``None`` where it is not valid: now, and as it was last seen (``store.Store``)."""

    async def expiry(self, identifier: str) -> float | None: ...
    def known_expiry(self, identifier: str) -> float | None: ...


def _embedded(handler: Any) -> str | None:
    identifier: str | None = getattr(handler, APITOKEN_ATTRIBUTE, None)
    return identifier


class Sockets:
    """Open WebSockets and unfinished requests by API token. There is a timer only while one is open.

    ``whose`` is asked for the id of the token that a request came with.
    """

    def __init__(
        self,
        settings: dict[str, Any],
        ends: Ends,
        clock: Callable[[], float] = time.time,
        whose: Callable[[Any], str | None] = _embedded,
    ) -> None:
        self._whose = whose
        self._settings = settings
        self._ends = ends
        self._clock = clock
        self._before = settings.get("log_function")
        self._open: dict[str, WeakSet[WebSocketHandler]] = {}
        self._running: dict[str, WeakSet[RequestHandler]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._sweeping: asyncio.Task[None] | None = None
        settings["log_function"] = self._log

    def count(self, identifier: str) -> int:
        """How many sockets of this token are open now."""
        return sum(handler.ws_connection is not None for handler in self._open.get(identifier, ()))

    def follow(self, identifier: str, handler: RequestHandler) -> None:
        """A request came with this token."""
        # Not only in the log's function: some answers of ours are not logged as others are.
        finish = handler.on_finish

        def on_finish() -> None:
            self._leave(identifier, handler)
            finish()

        handler.on_finish = on_finish  # type: ignore[method-assign]
        self._running.setdefault(identifier, WeakSet()).add(handler)
        if self._timer is None and self._sweeping is None:
            self._schedule()

    def close(self, identifier: str) -> None:
        """End all sockets and all unfinished requests of this token."""
        for running in list(self._running.pop(identifier, ())):
            # As if its client had left: each handler knows that case. What is complete is not in here.
            stream = _stream(running)
            if stream is not None:
                stream.close()
        for handler in list(self._open.pop(identifier, ())):
            # The client has 5 s to answer the closing frame, and must not be heard in them.
            handler.on_message = _deaf  # type: ignore[method-assign]
            handler.close(CLOSE_CODE, "API token ended")

    def stop(self) -> None:
        """Forget everything; the sockets stay."""
        self._cancel()
        if self._sweeping is not None:
            self._sweeping.cancel()
        self._open.clear()
        self._running.clear()
        # Whoever wrapped it after us keeps calling us: then we only pass on.
        if self._settings.get("log_function") == self._log and self._before is not None:
            self._settings["log_function"] = self._before

    def _log(self, handler: Any) -> None:
        if self._before is not None:
            self._before(handler)
        identifier = self._whose(handler)
        if identifier is None:
            return
        self._leave(identifier, handler)
        if isinstance(handler, WebSocketHandler) and handler.get_status() == 101:
            self._join(identifier, handler)

    def _join(self, identifier: str, handler: WebSocketHandler) -> None:
        self._open.setdefault(identifier, WeakSet()).add(handler)
        # Starting a kernel may have taken longer than the token lived; but now the handshake must end first.
        self._schedule()

    def _leave(self, identifier: str, handler: RequestHandler) -> None:
        running = self._running.get(identifier)
        if running is None:
            return
        running.discard(handler)
        if not running:
            del self._running[identifier]
        if not self._running and not self._open:
            self._cancel()

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _schedule(self) -> None:
        self._cancel()
        ends = [self._ends.known_expiry(identifier) or 0.0 for identifier in {*self._open, *self._running}]
        delay = min([SWEEP_SECONDS, *(end - self._clock() for end in ends)])
        self._timer = asyncio.get_running_loop().call_later(max(delay, 0.0), self._begin)

    def _begin(self) -> None:
        self._timer = None
        if self._sweeping is None:
            self._sweeping = asyncio.ensure_future(self._sweep())
            self._sweeping.add_done_callback(self._swept)

    def _swept(self, task: asyncio.Task[None]) -> None:
        self._sweeping = None
        if not task.cancelled() and (self._open or self._running):
            self._schedule()

    async def _sweep(self) -> None:
        for identifier in {*self._open, *self._running}:
            if self.count(identifier) == 0:
                self._open.pop(identifier, None)
            # A handler whose client left may never be done.
            if all(_stream(handler) is None for handler in self._running.get(identifier, ())):
                self._running.pop(identifier, None)
            if await self._ends.expiry(identifier) is None:
                self.close(identifier)


def _stream(handler: RequestHandler) -> IOStream | None:
    """The connection a request came on, ``None`` where it is closed, or gone to a WebSocket."""
    stream = getattr(handler.request.connection, "stream", None)
    return stream if isinstance(stream, IOStream) and not stream.closed() else None


def _deaf(message: str | bytes) -> None:
    return None
