"""Keeps API tokens out of the server's log.

A client may send its token as ``?token=``; tornado and jupyter_server print the whole URI when a request
fails with a message. The prefix makes our tokens findable there.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from .record import SECRET_PREFIX

_SECRET = re.compile(re.escape(SECRET_PREFIX) + r"[A-Za-z0-9_-]{20,}")


class _Mask(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except Exception:  # a badly formatted record is its author's to explain
            return True
        if SECRET_PREFIX in message:
            record.msg, record.args = _SECRET.sub("[secret]", message), None
        return True


def install(log: logging.Logger) -> Callable[[], None]:
    """Mask in ``log``, in tornado's loggers and in the handlers of ``log``. Returns what undoes it."""
    mask = _Mask()
    names = ("tornado.access", "tornado.application", "tornado.general")
    places: list[logging.Filterer] = [log, *(logging.getLogger(name) for name in names), *log.handlers]
    for place in places:
        place.addFilter(mask)

    def remove() -> None:
        for place in places:
            place.removeFilter(mask)

    return remove
