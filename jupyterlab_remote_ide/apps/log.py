"""What a program wrote: numbered lines, the last few thousand of them, without secrets.

Lines are masked before they are stored, so no reader can forget to. That takes time, and a program may write
faster than any server can read: lines wait, the work on them is a small share of the event loop's time, and
of a flood's lines the middle is left out, which a line then says.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence

from jupyterlab_remote_ide.redact import clean, mask

MAX_LINES = 2000
MAX_LINE = 2000
MAX_WAITING = 500
# A line's head is read this far. One more than MAX_LINE by the margin that masking a cut line takes away.
_MAX_BUFFER = 8192
_MAX_TEXT = MAX_LINE + 300
# At most this long in one turn of the event loop, and then nothing for a while.
WORK_SECONDS, REST_SECONDS = 0.004, 0.02
# Every so many lines the clock is read.
_LINES_PER_LOOK = 4


class Log:
    """A ring of lines; a line's number never changes, the next one to come is ``next``."""

    def __init__(self, secrets: Callable[[], Sequence[str]] = tuple) -> None:
        self.next = 0
        self.on_line: Callable[[], None] | None = None
        self._secrets = secrets
        self._lines: deque[str] = deque(maxlen=MAX_LINES)
        self._waiting: deque[tuple[str | bytes, bool]] = deque()
        self._left_out = 0
        self._buffer = b""
        self._overlong = False
        self._blank = False
        self._again: asyncio.TimerHandle | None = None

    def lines(self, after: int = 0) -> tuple[list[str], int]:
        """The kept lines numbered ``after`` and up, and the number to ask with next time.

        A number from before a restart of the server is ahead of us: that reader gets everything.
        """
        first = self.next - len(self._lines)
        start = 0 if after > self.next else max(0, after - first)
        return list(self._lines)[start:], self.next

    def cut(self, after: int = 0) -> int:
        """How many of the lines that ``lines`` was asked for are kept no more."""
        return max(0, self.next - len(self._lines) - (0 if after > self.next else after))

    def say(self, text: str) -> None:
        """A line of our own, marked as such."""
        for line in text.splitlines() or [""]:
            self._waiting.append((f"[remote-ide] {line}", False))
        self._work()

    def feed(self, data: bytes) -> None:
        """Raw output of the program, in whatever pieces it comes."""
        data = self._buffer + data
        count = data.count(b"\n")
        if count > MAX_WAITING:
            data = data.split(b"\n", 1)[1] if self._overlong else data
            *lines, rest = data.rsplit(b"\n", MAX_WAITING + 1)[1:]
            self._drop(count - MAX_WAITING + len(self._waiting))
            self._overlong = False
        else:
            *lines, rest = data.split(b"\n")
        for line in lines:
            self._take(line)
        if len(rest) > _MAX_BUFFER and not self._overlong:
            self._take(rest)
            self._overlong = True
        self._buffer = b"" if self._overlong else rest
        self._drop(len(self._waiting) - MAX_WAITING)
        self._work()

    def close(self) -> None:
        """The program is gone: what it wrote last need not end in a newline."""
        if self._buffer:
            self._take(self._buffer)
        self._buffer, self._overlong = b"", False
        self._work()

    def _take(self, raw: bytes) -> None:
        if self._overlong:  # the tail of a line whose head is here already
            self._overlong = False
            return
        blank = raw in (b"", b"\r")
        if not (blank and self._blank):
            self._waiting.append((raw[:_MAX_BUFFER], len(raw) > _MAX_BUFFER))
        self._blank = blank

    def _drop(self, count: int) -> None:
        """Leave out the oldest of what waits, but none of our own lines."""
        ours = []
        for _ in range(min(count, len(self._waiting))):
            item = self._waiting.popleft()
            if isinstance(item[0], str):
                ours.append(item)
        self._left_out += max(0, count - len(ours))
        self._waiting.extendleft(reversed(ours))

    def _work(self) -> None:
        """Store what waits, for as long as is allowed now. Without an event loop: all of it."""
        if self._again is not None:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            loop = None
        end = time.perf_counter() + WORK_SECONDS
        secrets = self._secrets() if self._waiting or self._left_out else ()
        if self._left_out:
            left_out, self._left_out = self._left_out, 0
            self._store(f"[remote-ide] {left_out} lines of output left out: too many at once.")
        stored = 0
        while self._waiting and (
            loop is None or stored % _LINES_PER_LOOK or not stored or time.perf_counter() < end
        ):
            line, cut = self._waiting.popleft()
            self._store(_readable(line, cut, secrets))
            stored += 1
        if self._waiting and loop is not None:
            self._again = loop.call_later(REST_SECONDS, self._go_on)
        if stored and self.on_line is not None:
            self.on_line()

    def _go_on(self) -> None:
        self._again = None
        self._work()

    def _store(self, text: str) -> None:
        self._lines.append(text)
        self.next += 1


def _readable(line: str | bytes, cut: bool, secrets: Sequence[str]) -> str:
    if isinstance(line, bytes):
        # A progress bar repaints its line.
        line = line.decode("utf-8", "replace").rstrip("\r").rsplit("\r", 1)[-1]
    text = clean(line)
    if len(text) > _MAX_TEXT:
        text, cut = text[:_MAX_TEXT], True
    text = mask(text, secrets, cut)
    return text[:MAX_LINE] + " …" if cut or len(text) > MAX_LINE else text
