"""What a program wrote: numbered lines, the last few thousand of them, without secrets.

Lines are masked before they are stored, so no reader can forget to.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable, Iterable
from functools import cache

MAX_LINES = 2000
MAX_LINE = 2000
# A line's head is read this far; a secret cut in two here lies beyond MAX_LINE and is never stored.
_MAX_BUFFER = 4096
# A program that writes more than this in a second has its surplus counted instead of kept.
_BYTES_PER_SECOND = 512 * 1024

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NAMED = (
    r"[\w.-]*(?:token|tkn|passw(?:or)?d|passphrase|secret|api[_-]?key|access[_-]?key|private[_-]?key|cookie"
    r"|credential)[\w-]*"
)
MASKED = "••••"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """What looks like a secret; the first group stays. Compiled with the first line, not at import."""
    return (
        re.compile(
            r"(?i)(authorization[\"']?\s*[:=]\s*[\"']?(?:(?:token|bearer|basic|digest)\s+)?)[^\s\"',]+"
        ),
        re.compile(r"(?i)(\b(?:set-)?cookie\s*:\s*).+"),
        re.compile(r"(?i)(\b(?:bearer|token)\s+)(?=[\w.~+/=-]*\d)[\w.~+/=-]{8,}"),
        re.compile(
            r"(?i)((?<![\w-])--?(?:[\w-]*(?:auth|token|password|secret|api-key|connection-key)[\w-]*)(?:\s*=\s*|\s+))"
            r"(?!-)(?:\"[^\"]*\"|'[^']*'|[^\s\"',]+)"
        ),
        re.compile(rf"(?i)((?<![\w.-]){_NAMED}[\"']?\s*(?:=|:(?!//))\s*)(?:\"[^\"]*\"|'[^']*'|[^\s\"'&,;]+)"),
        re.compile(r"(?i)([?&;](?:auth|key|code|sig|signature|pw|pass)=)[^\s&\"'<>]+"),
        re.compile(r"(://[^\s/:@]*:)[^\s/@]+(?=@)"),
        re.compile(
            r"()\b(?:gh[opsu]_|github_pat_|glpat-|sk-|hf_|xox[abp]-|AKIA|ASIA|AIza|npm_|pypi-)[\w-]{10,}"
        ),
        re.compile(r"()\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*"),
        re.compile(r"()\b[0-9a-fA-F]{32,}\b"),
        re.compile(
            r"()(?<![\w/.+=-])(?=[\w+=-]*\d)(?=[\w+=-]*[a-z])(?=[\w+=-]*[A-Z])[\w+=-]{40,}(?![\w/.-])"
        ),
        re.compile(r"()^\s*[A-Za-z0-9+/=]{60,}\s*$"),
    )


def mask(line: str, secrets: Iterable[str] = ()) -> str:
    """The line with everything that is, or looks like, a secret replaced; escape sequences removed."""
    line = _CONTROL.sub("", _ANSI.sub("", line))
    for secret in secrets:
        if len(secret) >= 8:
            line = line.replace(secret, MASKED)
    for pattern in _patterns():
        line = pattern.sub(lambda match: match.group(1) + MASKED, line)
    return line


class Log:
    """A ring of lines; a line's number never changes, the next one to come is ``next``."""

    def __init__(self, secrets: Callable[[], Iterable[str]] = tuple) -> None:
        self.next = 0
        self.on_line: Callable[[], None] | None = None
        self._secrets = secrets
        self._lines: deque[str] = deque(maxlen=MAX_LINES)
        self._buffer = b""
        self._overlong = False
        self._second = 0
        self._bytes = 0
        self._skipped = 0

    def lines(self, after: int = 0) -> tuple[list[str], int]:
        """The kept lines numbered ``after`` and up, and the number to ask with next time.

        A number from before a restart of the server is ahead of us: that reader gets everything.
        """
        first = self.next - len(self._lines)
        start = 0 if after > self.next else max(0, after - first)
        return list(self._lines)[start:], self.next

    def say(self, text: str) -> None:
        """A line of our own, marked as such."""
        for line in text.splitlines() or [""]:
            self._store(f"[remote-ide] {line}")

    def feed(self, data: bytes) -> None:
        """Raw output of the program, in whatever pieces it comes."""
        if not self._may_keep(len(data)):
            self._buffer, self._overlong = b"", True
            return
        *lines, rest = (self._buffer + data).split(b"\n")
        for line in lines:
            self._take(line)
        self._buffer = rest[:_MAX_BUFFER]
        if len(rest) > _MAX_BUFFER and not self._overlong:
            self._take(self._buffer)
            self._overlong = True
        if self._overlong:
            self._buffer = b""

    def close(self) -> None:
        """The program is gone: what it wrote last need not end in a newline."""
        if self._buffer:
            self._take(self._buffer)
        self._buffer, self._overlong = b"", False
        self._tell_skipped()

    def _may_keep(self, size: int) -> bool:
        second = int(time.monotonic())
        if second != self._second:
            self._second, self._bytes = second, 0
            self._tell_skipped()
        self._bytes += size
        if self._bytes > _BYTES_PER_SECOND:
            self._skipped += size
            return False
        return True

    def _tell_skipped(self) -> None:
        if self._skipped:
            skipped, self._skipped = self._skipped, 0
            self.say(f"{skipped} bytes of output skipped: too many at once.")

    def _take(self, raw: bytes) -> None:
        if self._overlong:  # the tail of a line whose head is stored or skipped already
            self._overlong = False
            return
        text = raw[:_MAX_BUFFER].decode("utf-8", "replace").rstrip("\r")
        self._store(text.rsplit("\r", 1)[-1])  # a progress bar repaints its line

    def _store(self, text: str) -> None:
        text = mask(text, self._secrets())
        if len(text) > MAX_LINE:
            text = text[:MAX_LINE] + " …"
        self._lines.append(text)
        self.next += 1
        if self.on_line is not None:
            self.on_line()
