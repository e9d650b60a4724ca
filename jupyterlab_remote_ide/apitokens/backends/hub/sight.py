"""Which tokens of the hub come in here, and the end of what they hold open.

A single-user server remembers for five minutes what the hub said of a token, and never asks again for an
open WebSocket. What is known here to have ended is forgotten there, so that the next request asks the hub.
The hub's identity provider itself is left alone.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Iterable
from typing import Any

from jupyterlab_remote_ide.apitokens.backend import ApiToken, Seen
from jupyterlab_remote_ide.apitokens.backends.agent import agent
from jupyterlab_remote_ide.apitokens.backends.sockets import Sockets
from jupyterlab_remote_ide.visitor import HELLO, HubToken

# Longer than a single-user server remembers (``HubAuth.cache_max_age``), in s.
REMEMBERED = 600.0
# So long may a browser take from here to the hub's own logout, in s. What the hub takes after that was not
# logged out.
LEAVING = 60.0
_LONGEST_TIMER = 86_400.0


class Sight:
    """Follows requests by ``log_function`` of ``settings``. ``login`` is the ``HubOAuth`` of this server."""

    def __init__(
        self,
        settings: dict[str, Any],
        base_url: str,
        login: Any,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._logout = f"{base_url}logout"
        self._hello = f"{base_url}{HELLO}"
        self._login = login
        self._clock = clock
        self._ends: dict[str, float] = {}
        self._timer: asyncio.TimerHandle | None = None
        self.used: dict[str, tuple[float, str | None]] = {}
        self.heard: Callable[[Seen], None] = lambda _: None
        self.sockets = Sockets(settings, self, clock, self._see)

    def forget(self) -> None:
        """The next request asks the hub, whoever it is of."""
        self._login.cache.clear()

    def learn(self, rows: Iterable[ApiToken]) -> None:
        """The list as it is now. What was in it before and is not any more has ended."""
        found = {row.id: row.expires_at or math.inf for row in rows}
        gone = [
            identifier
            for identifier, end in self._ends.items()
            if end > self._clock() and identifier not in found
        ]
        self._ends |= found
        for identifier in gone:
            self.end(identifier)
        self._schedule()

    def add(self, row: ApiToken) -> None:
        self._ends[row.id] = row.expires_at or math.inf
        self._schedule()

    def end(self, identifier: str) -> None:
        """It has ended at the hub: the next request asks there, what is open is closed."""
        if not self._has_ended(identifier):
            self._ends[identifier] = self._clock()
        self.forget()
        self.sockets.close(identifier)

    async def expiry(self, identifier: str) -> float | None:
        """For ``Sockets``; of what nobody listed here no end is known."""
        return None if self._has_ended(identifier) else self.known_expiry(identifier)

    def known_expiry(self, identifier: str) -> float | None:
        end = self._ends.get(identifier, math.inf)
        return end if end > self._clock() or self._has_ended(identifier) else math.inf

    def stop(self) -> None:
        self.sockets.stop()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _see(self, handler: Any) -> str | None:
        """A request is answered, or a WebSocket opened: with this token, by its id."""
        token = HubToken.of(handler, self._login)
        if token is None:
            return None
        if handler.request.path == self._logout and token.is_browser:
            # It ends at the hub a moment later, with every IDE that was given it. A program's does not.
            self.end(token.id)
            self._ends[token.id] = self._clock() - (REMEMBERED - LEAVING)
        elif self._has_ended(token.id):
            # Remembered once more, since the hub did not know yet.
            self.forget()
        elif not token.is_browser and not handler.request.path.startswith(self._hello):
            is_new = token.id not in self.used
            self.used[token.id] = self._clock(), agent(handler.request)
            if is_new:
                self.heard(Seen(token.id, self.used[token.id][1]))
        return token.id

    def _has_ended(self, identifier: str) -> bool:
        """Not long ago: of an older end the hub knows, and what it takes all the same is valid."""
        now = self._clock()
        return now - REMEMBERED < self._ends.get(identifier, math.inf) <= now

    def _schedule(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now = self._clock()
        self._ends = {each: end for each, end in self._ends.items() if end > now - REMEMBERED}
        nearest = min((end for end in self._ends.values() if end > now), default=math.inf)
        if nearest < math.inf:
            delay = min(nearest - now, _LONGEST_TIMER)
            self._timer = asyncio.get_running_loop().call_later(delay, self._at_end)

    def _at_end(self) -> None:
        now = self._clock()
        for identifier in [each for each, end in self._ends.items() if now - REMEMBERED < end <= now]:
            self.end(identifier)
        self._schedule()
