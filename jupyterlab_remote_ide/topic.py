"""One live list: snapshot, numbered diffs, and who wants it.

Knows no feature, no tornado and no thread: everything happens on the event loop.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Literal

from .reasons import Reason
from .visitor import Visitor

Row = dict[str, Any]
Level = Literal["off", "background", "visible"]
LEVELS: tuple[Level, ...] = ("off", "background", "visible")


class Message(dict[str, Any]):
    """What is told: encoded once, however many hear it."""

    @cached_property
    def data(self) -> bytes:
        return json.dumps(self).encode()


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

    def __init__(
        self, name: str, refusal: Callable[[Visitor], Reason | None] = lambda _: None, awaited: bool = False
    ) -> None:
        """``refusal``: why this visitor may not watch it, ``None`` where she may. ``awaited``: nothing is
        known of it before the first ``publish``, so nobody is told that the list is empty."""
        self.name = name
        self.refusal = refusal
        self.seq = 0
        self.cut = 0
        self.problem: Row | None = None
        self._is_known = not awaited
        self.on_demand: Callable[[Level], None] | None = None
        self._rows: dict[str, Row] = {}
        self._encoded: str | None = None
        self._subscriptions: list[Subscription] = []
        self._demand: Level = "off"

    @property
    def demand(self) -> Level:
        return self._demand

    def rows(self) -> list[Row]:
        return list(self._rows.values())

    def get(self, key: str) -> Row | None:
        return self._rows.get(key)

    @property
    def is_current(self) -> bool:
        """Whether the rows are known, and nothing is wrong with them."""
        return self._is_known and self.problem is None

    def current(self) -> Message | None:
        """What a new listener is told first; ``None`` where nothing is known yet."""
        if self.problem is not None:
            return Message(topic=self.name, seq=self.seq, problem=self.problem)
        return self.snapshot() if self._is_known else None

    def fail(self, reason: Reason, detail: Mapping[str, str]) -> None:
        """Why the list cannot be known now, as a reply would say it. The next ``publish`` ends that."""
        problem = {"reason": reason, "detail": dict(detail)}
        if problem != self.problem:
            self.problem = problem
            self._tell(self.current())

    def snapshot(self) -> Message:
        """The whole list; its rows are encoded once for all who come before they change."""
        if self._encoded is None:
            self._encoded = json.dumps(self.rows())
        head = {"topic": self.name, "now": time.time(), "seq": self.seq, **self._left_out()}
        message = Message(head, snapshot=self.rows())
        message.data = f'{json.dumps(head)[:-1]}, "snapshot": {self._encoded}}}'.encode()
        return message

    def publish(self, rows: Mapping[str, Row], cut: int = 0) -> bool:
        """Replace the list; tell the listeners what differs. Returns whether anything did.

        ``cut``: how many rows more there are, which nobody is told.
        Rows are kept, not copied deep: a manager makes new ones instead of changing what is inside old ones.
        """
        add = [row for key, row in rows.items() if key not in self._rows]
        change = [row for key, row in rows.items() if key in self._rows and self._rows[key] != row]
        remove = [key for key in self._rows if key not in rows]
        anew = self.problem is not None or not self._is_known
        if not (add or change or remove or anew or cut != self.cut):
            return False
        self.cut = cut
        self._rows = {key: dict(row) for key, row in rows.items()}
        self._encoded, self.problem, self._is_known = None, None, True
        self.seq += 1
        diff = Message(
            topic=self.name, seq=self.seq, add=add, change=change, remove=remove, **self._left_out()
        )
        self._tell(self.snapshot() if anew else diff)
        return True

    def subscribe(self, listener: Callable[[Message], None]) -> Subscription:
        subscription = Subscription(self, listener)
        self._subscriptions.append(subscription)
        return subscription

    def _left_out(self) -> dict[str, int]:
        return {"cut": self.cut} if self.cut else {}

    def _tell(self, message: Message | None) -> None:
        for subscription in list(self._subscriptions):
            if message is not None:
                subscription.listener(message)

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
