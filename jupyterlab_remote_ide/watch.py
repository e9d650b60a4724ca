"""The one live socket. It knows no feature: it joins a browser to the topics it names."""

from __future__ import annotations

import json
from typing import Any

from jupyter_server.auth.decorator import ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado import web
from tornado.ioloop import IOLoop
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from .base import APITOKEN_ATTRIBUTE, AUTH_RESOURCE, find_visitor, is_authorized, log_without_query
from .topic import LEVELS, Message, Subscription, Topic

# Proxies cut a silent connection, nginx after 60 s. Bytes to the browser count as nobody's activity;
# a ping would not do: its pong is a byte from the browser, and the hub's proxy counts those.
KEEP_ALIVE_SECONDS = 45.0
# A browser that stops reading must not make the server hold its messages for ever.
MAX_BUFFERED_BYTES = 4 * 1024 * 1024


class WatchHandler(JupyterHandler, WebSocketHandler):
    """``WS watch?topics=a,b``: a snapshot per topic, then diffs; of one that this visitor may not watch, why.

    ``JupyterHandler`` comes first: ``check_origin`` must be jupyter_server's.
    """

    auth_resource = AUTH_RESOURCE

    def initialize(self, topics: dict[str, Topic]) -> None:
        self._topics = topics
        self._subscriptions: dict[str, Subscription] = {}
        self._refused: dict[str, str | None] = {}
        self._live: set[str] = set()
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
                self._write(Message(topic=name, seq=topic.seq, problem=problem).text)
                continue
            subscription = self._subscriptions[name] = topic.subscribe(self._send)
            # Wanting it may scan and publish at once: the snapshot then holds that, and comes first.
            subscription.want("visible")
            self._live.add(name)
            first = topic.current()
            if first is not None:
                self._send(first)
        self._schedule()

    def on_message(self, message: str | bytes) -> None:
        """``{"want": {topic: level}}``; topics not named keep their level."""
        try:
            want = json.loads(message)["want"]
            pairs: list[tuple[Subscription, Any]] = [
                (self._subscriptions[name], level or "off")
                for name, level in want.items()
                if self._refused[name] is None
            ]
            if any(level not in LEVELS for _, level in pairs):
                raise ValueError
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self.close(1003, "not understood")
            return
        for subscription, level in pairs:
            subscription.want(level)

    def on_close(self) -> None:
        for subscription in self._subscriptions.values():
            subscription.close()
        if self._keep_alive is not None:
            IOLoop.current().remove_timeout(self._keep_alive)
            self._keep_alive = None

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        log_without_query(self, typ, value, tb)

    def _schedule(self) -> None:
        self._keep_alive = IOLoop.current().call_later(KEEP_ALIVE_SECONDS, self._tick)

    def _tick(self) -> None:
        self._write("{}")
        self._schedule()

    def _send(self, message: Message) -> None:
        if message["topic"] in self._live:
            self._write(message.text)

    def _write(self, text: str) -> None:
        connection = self.ws_connection
        stream = getattr(connection, "stream", None)
        buffered = len(getattr(stream, "_write_buffer", b"")) if stream is not None else 0
        if buffered > MAX_BUFFERED_BYTES:
            self.close(1013, "reads too slowly")
            return
        try:
            future = self.write_message(text)
        except WebSocketClosedError:
            return
        future.add_done_callback(lambda done: done.cancelled() or done.exception())
