"""Carries what a program writes from its pipe into a ``Log``, without a thread."""

from __future__ import annotations

import asyncio
import contextlib
import os

from .log import Log

_CHUNK = 65536
# A pipe that is full at each look is a flood: at most 32 MB/s of it are read, the program waits for the rest.
_FLOOD_SECONDS = 0.002
_LAST_CHUNKS = 16  # what a killed program left in the pipe: 64 KiB by default, 1 MiB at most


class Output:
    """Reads until the last writer is gone or ``close`` is called. Takes over the pipe's reading end.

    Not asyncio's own pipe: there a grandchild that keeps it open keeps ``wait()`` from returning.
    """

    def __init__(self, pipe: int, log: Log) -> None:
        self._pipe: int | None = pipe
        self._log = log
        self._loop = asyncio.get_running_loop()
        os.set_blocking(pipe, False)
        self._loop.add_reader(pipe, self._readable)

    def close(self) -> None:
        pipe, self._pipe = self._pipe, None
        if pipe is None:
            return
        self._loop.remove_reader(pipe)
        with contextlib.suppress(OSError):
            for _ in range(_LAST_CHUNKS):
                data = os.read(pipe, _CHUNK)
                if not data:
                    break
                self._log.feed(data)
        os.close(pipe)
        self._log.close()

    def _readable(self) -> None:
        if self._pipe is None:
            return
        try:
            data = os.read(self._pipe, _CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.close()
            return
        self._log.feed(data)
        if len(data) == _CHUNK:
            self._loop.remove_reader(self._pipe)
            self._loop.call_later(_FLOOD_SECONDS, self._resume)

    def _resume(self) -> None:
        if self._pipe is not None:
            self._loop.add_reader(self._pipe, self._readable)
