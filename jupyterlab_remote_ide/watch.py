"""The one live socket. It knows no feature: it joins a browser to the topics it names."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from jupyter_server.auth.decorator import ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado import web
from tornado.ioloop import IOLoop
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from .base import APITOKEN_ATTRIBUTE, AUTH_RESOURCE, find_visitor, is_authorized, log_without_query
from .topic import LEVELS, Level, Message, Subscription, Topic

# Proxies cut a silent connection, nginx after 60 s. Bytes to the browser count as nobody's activity;
# a ping would not do: its pong is a byte from the browser, and the hub's proxy counts those.
KEEP_ALIVE_SECONDS = 45.0


class WatchHandler(JupyterHandler, WebSocketHandler):
    """``WS watch?topics=a,b``: a snapshot per topic, then diffs; of one that this visitor may not watch, why.

    For a browser that reads more slowly than things change nothing is kept: once it has taken what was sent
    it is told how things are then. One that takes nothing for two keep-alives is let go.

    ``JupyterHandler`` comes first: ``check_origin`` must be jupyter_server's.
    """

    auth_resource = AUTH_RESOURCE

    def initialize(self, topics: dict[str, Topic]) -> None:
        self._topics = topics
        self._subscriptions: dict[str, Subscription] = {}
        self._refused: dict[str, str | None] = {}
        self._live: set[str] = set()
        self._behind: set[str] = set()
        self._is_stuck = False
        self._keep_alive: object | None = None

    @property
    def ping_interval(self) -> float | None:
        return None  # also where ServerApp.websocket_ping_interval is set: see KEEP_ALIVE_SECONDS

    async def prepare(self) -> None:  # type: ignore[override]
        await super().prepare(_redirect_to_login=False)
        if getattr(self, APITOKEN_ATTRIBUTE, None) is not None:
            raise web.HTTPError(403)

    @ws_authenticated
    async def get(self, *args: Any, **kwargs: Any) -> None:
        if not await is_authorized(self, "read"):
            raise web.HTTPError(403)
        names = [name for name in self.get_argument("topics", "").split(",") if name]
        if not names or any(name not in self._topics for name in names):
            raise web.HTTPError(400)
        visitor = await find_visitor(self)
        self._refused = {name: self._topics[name].refusal(visitor) for name in names}
        self._names = list(dict.fromkeys(names))
        await super().get(*args, **kwargs)

    def open(self, *args: str, **kwargs: str) -> None:
        for name in self._names:
            topic = self._topics[name]
            reason = self._refused[name]
            if reason is not None:
                problem = {"reason": reason, "detail": {}}
                self._write(Message(topic=name, seq=topic.seq, problem=problem).data)
                continue
            self._subscriptions[name] = topic.subscribe(self._send)
            # Wanting it may scan and publish at once: the snapshot then holds that, and comes first.
            self._want(name, "visible")
            self._live.add(name)
            first = topic.current()
            if first is not None:
                self._send(first)
        told = [self._refused[name] or self._topics[name].current() for name in self._names]
        if not any(told):
            self._write(b"{}")  # these are read first; who says nothing is taken for out of reach
        self._schedule()

    def on_message(self, message: str | bytes) -> None:
        """``{"want": {topic: level}}``; topics not named keep their level."""
        try:
            want = json.loads(message)["want"]
            pairs: list[tuple[str, Any]] = [
                (name, level or "off") for name, level in want.items() if self._refused[name] is None
            ]
            if any(level not in LEVELS for _, level in pairs):
                raise ValueError
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self.close(1003, "not understood")
            return
        for name, level in pairs:
            self._want(name, level)

    def _want(self, name: str, level: Level) -> None:
        """What fails within one topic is said there, and takes neither the socket nor the others along."""
        try:
            self._subscriptions[name].want(level)
        except Exception:
            self.log_exception(*sys.exc_info())
            self._topics[name].fail("internal-error", {})

    def on_close(self) -> None:
        for name, subscription in self._subscriptions.items():
            self._want(name, "off")
            subscription.close()
        if self._keep_alive is not None:
            IOLoop.current().remove_timeout(self._keep_alive)
            self._keep_alive = None

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        log_without_query(self, typ, value, tb)

    def _schedule(self) -> None:
        self._keep_alive = IOLoop.current().call_later(KEEP_ALIVE_SECONDS, self._tick)

    def _tick(self) -> None:
        if not self._is_reading():
            if self._is_stuck:
                self.close(1013, "reads nothing")
                return
            self._is_stuck = True
        else:
            self._is_stuck = False
            self._write(b"{}")
        self._schedule()

    def _send(self, message: Message) -> None:
        name = message["topic"]
        if name not in self._live:
            return
        if self._behind or not self._is_reading():
            self._behind.add(name)
        else:
            self._write(message.data)

    def _is_reading(self) -> bool:
        """Whether all that was sent before has left this process."""
        stream = getattr(self.ws_connection, "stream", None)
        return stream is None or not stream.writing()

    def _write(self, data: bytes) -> None:
        try:
            future = self.write_message(data)
        except WebSocketClosedError:
            return
        future.add_done_callback(self._written)

    def _written(self, done: asyncio.Future[None]) -> None:
        if done.cancelled() or done.exception() is not None or not self._is_reading():
            return
        behind, self._behind = self._behind, set()
        for name in behind:
            first = self._topics[name].current()
            if first is not None:
                self._send(first)
