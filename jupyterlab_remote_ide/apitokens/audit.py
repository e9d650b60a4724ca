"""What an operator's log hears of API tokens: made, changed, revoked, refused. Never a secret."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from jupyter_events import EventLogger

from .backend import ApiToken

SCHEMA = "https://events.jupyter.org/jupyterlab_remote_ide/apitoken/v1"
# An IDE that asks each second with a token that has ended is one piece of news.
REPEAT_SECONDS = 60.0
_MOST_REMEMBERED = 1000


class Audit:
    """Events of jupyter_server's own event log, which a site sends where it likes (``c.EventLogger``)."""

    def __init__(self, events: EventLogger | None) -> None:
        self._events = events
        # What comes with a token alone may be anybody's flood: it must not hide what users ask.
        self._last: dict[bool, dict[tuple[str, str | None, str], float]] = {True: {}, False: {}}
        if events is not None and SCHEMA not in events.schemas:
            events.register_event_schema(Path(__file__).parent / "event.yml")

    def tell(self, action: str, username: str, apitoken: ApiToken | str) -> None:
        """``created`` or ``changed`` with the row, ``revoked`` with the id."""
        data: dict[str, Any] = {"action": action, "username": username}
        if isinstance(apitoken, ApiToken):
            data |= {"id": apitoken.id, "recipe": apitoken.recipe, "access": apitoken.access}
            if apitoken.expires_at is not None:
                data["expires_at"] = apitoken.expires_at
        else:
            data["id"] = apitoken
        self._emit(data)

    def refused(self, username: str, identifier: str | None, reason: str) -> None:
        """A wish of this user, or a request with the token of this id; the same only once a minute."""
        key, now, last = (username, identifier, reason), time.monotonic(), self._last[bool(username)]
        if now - last.get(key, float("-inf")) < REPEAT_SECONDS:
            return
        if len(last) >= _MOST_REMEMBERED:
            for old in [old for old, at in last.items() if now - at >= REPEAT_SECONDS]:
                del last[old]
        if len(last) < _MOST_REMEMBERED:
            last[key] = now
            data: dict[str, Any] = {"action": "refused", "username": username, "reason": reason}
            self._emit(data | ({"id": identifier} if identifier else {}))

    def _emit(self, data: dict[str, Any]) -> None:
        if self._events is not None:
            self._events.emit(schema_id=SCHEMA, data=data)
