"""One live list: snapshot, numbered diffs, and who wants it.

Knows no feature, no tornado and no thread: everything happens on the event loop.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Literal

Row = dict[str, Any]
Level = Literal["off", "background", "visible"]
LEVELS: tuple[Level, ...] = ("off", "background", "visible")

# seq restarts with the server, so an ETag needs a value of this process beside it.
_EPOCH = secrets.token_hex(4)


class Message(dict[str, Any]):
    """What is told: encoded once, however many hear it."""

    @cached_property
    def text(self) -> str:
        return json.dumps(self)


class Subscription:
    """One listener's place in a topic; closing it is what ends the work done for it."""

    def __init__(self, topic: Topic, listener: Callable[[Message], None]) -> None:
        self._topic = topic
        self.listener = listener
        self.level: Level = "off"

    def want(self, level: Level) -> None:
        """Say how closely this listener watches; ``off`` keeps it subscribed but causes no work."""
        self.level = level
        self._topic._demand_changed()

    def close(self) -> None:
        self._topic._leave(self)


class Topic:
    """A keyed list of rows that listeners can follow.

    ``publish`` takes the whole list and sends only what differs, so a manager never thinks in diffs.
    ``on_demand`` is called with the closest level any listener wants, whenever that changes: it is the
    manager's signal to start, slow down or stop its work.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.seq = 0
        self.on_demand: Callable[[Level], None] | None = None
        self._rows: dict[str, Row] = {}
        self._encoded: str | None = None
        self._subscriptions: list[Subscription] = []
        self._demand: Level = "off"

    @property
    def demand(self) -> Level:
        return self._demand

    @property
    def etag(self) -> str:
        return f'"{_EPOCH}-{self.seq}"'

    def rows(self) -> list[Row]:
        return list(self._rows.values())

    def get(self, key: str) -> Row | None:
        return self._rows.get(key)

    def snapshot(self) -> Message:
        """The whole list; its rows are encoded once for all who come before they change."""
        if self._encoded is None:
            self._encoded = json.dumps(self.rows())
        head = {"topic": self.name, "now": time.time(), "seq": self.seq}
        message = Message(head, snapshot=self.rows())
        message.text = f'{json.dumps(head)[:-1]}, "snapshot": {self._encoded}}}'
        return message

    def publish(self, rows: Mapping[str, Row]) -> bool:
        """Replace the list; tell the listeners what differs. Returns whether anything did.

        Rows are kept, not copied deep: a manager makes new ones instead of changing what is inside old ones.
        """
        add = [row for key, row in rows.items() if key not in self._rows]
        change = [row for key, row in rows.items() if key in self._rows and self._rows[key] != row]
        remove = [key for key in self._rows if key not in rows]
        if not (add or change or remove):
            return False
        self._rows = {key: dict(row) for key, row in rows.items()}
        self._encoded = None
        self.seq += 1
        message = Message(topic=self.name, seq=self.seq, add=add, change=change, remove=remove)
        for subscription in list(self._subscriptions):
            subscription.listener(message)
        return True

    def subscribe(self, listener: Callable[[Message], None]) -> Subscription:
        subscription = Subscription(self, listener)
        self._subscriptions.append(subscription)
        return subscription

    def _leave(self, subscription: Subscription) -> None:
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)
            self._demand_changed()

    def _demand_changed(self) -> None:
        levels: list[Level] = [s.level for s in self._subscriptions]
        demand: Level = max(levels, key=LEVELS.index, default="off")
        if demand != self._demand:
            self._demand = demand
            if self.on_demand is not None:
                self.on_demand(demand)
