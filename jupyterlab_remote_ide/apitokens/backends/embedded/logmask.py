"""Keeps API tokens out of the server's log.

A client may send its token as ``?token=``; tornado and jupyter_server print the whole URI when a request
fails with a message, and the address of the page it came from. The value may be percent-encoded, and so may
the name: what the server decodes is masked in every spelling, our tokens and the server's own.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from urllib.parse import unquote

from .record import SECRET_PREFIX

_MASKED = "[secret]"
_SECRET = re.compile(re.escape(SECRET_PREFIX) + r"[A-Za-z0-9_-]{20,}")
# A name of a query and its value, which ends before the quote that a dictionary's text puts around it.
_QUERY = re.compile(r"""([?&])([^?&=#\s]{5,60})=((?!["'](?:[,:;)}\]\s]|$))[^&#\s])+""")
# The server tells its user where to log in: that line is for nobody else, and useless without the token.
_TELLS_THE_USER = "serverapp"


class _Mask(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except Exception:  # a badly formatted record is its author's to explain
            return True
        masked = _SECRET.sub(_MASKED, message) if SECRET_PREFIX in message else message
        if record.module != _TELLS_THE_USER and ("?" in masked or "&" in masked):
            masked = _QUERY.sub(_hide, masked)
        if masked != message:
            record.msg, record.args = masked, None
        return True


def _hide(found: re.Match[str]) -> str:
    mark, name = found[1], found[2]
    return f"{mark}{name}={_MASKED}" if unquote(name).lower().endswith("token") else found[0]


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
