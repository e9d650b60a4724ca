"""Hears jupyter_server's log while it loads the extensions: nothing else tells why one of them failed."""

from __future__ import annotations

import logging
from collections.abc import Mapping


class LoadLog:
    """Between ``listen`` and ``close`` keeps the first warning about each extension, as it stands in the log.

    jupyter_server links all extensions before it loads the first one, and begins such a line with the name
    of the extension: ``<name> | extension failed loading with message: <error>``.

    A filter that lets all pass, not a handler: each extension that is linked may set up the logging anew,
    which closes and drops handlers.
    """

    def __init__(self) -> None:
        self._log: logging.Logger | None = None
        self._lines: dict[str, str] = {}

    @property
    def lines(self) -> Mapping[str, str]:
        """By extension, the name itself left out. They may hold what stands in the configuration."""
        return self._lines

    def listen(self, log: logging.Logger) -> None:
        self._log = log
        log.addFilter(self)

    def close(self) -> None:
        if self._log is not None:
            self._log.removeFilter(self)
            self._log = None

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno >= logging.WARNING:
            try:
                name, bar, line = record.getMessage().partition(" | ")
            except Exception:  # somebody's record with the wrong arguments: theirs to be told of
                return True
            if bar and line.startswith(("extension failed ", "error linking ")):
                self._lines.setdefault(name, line)
        return True
