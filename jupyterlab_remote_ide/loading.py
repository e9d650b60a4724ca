"""Hears jupyter_server's log while it loads the extensions: nothing else tells why one of them failed."""

from __future__ import annotations

import logging
from collections.abc import Mapping


class LoadLog(logging.Handler):
    """Between ``listen`` and ``close`` keeps the first warning about each extension, as it stands in the log.

    jupyter_server links all extensions before it loads the first one, and begins such a line with the name
    of the extension: ``<name> | extension failed loading with message: <error>``.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._log: logging.Logger | None = None
        self._lines: dict[str, str] = {}

    @property
    def lines(self) -> Mapping[str, str]:
        """By extension, the name itself left out. They may hold what stands in the configuration."""
        return self._lines

    def listen(self, log: logging.Logger) -> None:
        self.close()
        self._log = log
        log.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            name, bar, line = record.getMessage().partition(" | ")
        except Exception:  # somebody's record with the wrong arguments: theirs to be told of
            return
        if bar and line.startswith(("extension failed ", "error linking ")):
            self._lines.setdefault(name, line)

    def close(self) -> None:
        if self._log is not None:
            self._log.removeHandler(self)
            self._log = None
        super().close()
