"""A lock that works on every file system a home may lie on.

No ``flock``: it blocks for ever where a network file system's lock daemon is gone (NFS), and is off by
default elsewhere (Lustre without ``-o flock``). Creating a file exclusively is atomic on all of them.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from pathlib import Path
from types import TracebackType

from jupyterlab_remote_ide.errors import Unavailable

# A holder needs milliseconds. One that did not move for this long, by our own clock, is dead: comparing the
# file's time with ours would trust two machines' clocks.
STALE_SECONDS = 5.0
WAIT_SECONDS = 12.0
_PAUSE = 0.02


class LockFile:
    """``with LockFile(path):``; raises ``Unavailable`` (``storage-busy``) after ``wait`` seconds.

    Sleeps while it waits: for worker threads, never for the event loop. ``OSError`` passes through.
    """

    def __init__(self, path: Path, stale: float | None = None, wait: float | None = None) -> None:
        self._path = path
        self._stale = STALE_SECONDS if stale is None else stale
        self._wait = WAIT_SECONDS if wait is None else wait
        self._nonce = secrets.token_hex(16)

    def __enter__(self) -> LockFile:
        deadline = time.monotonic() + self._wait
        seen: tuple[str, float] | None = None
        while not self._take():
            holder, now = self._holder(), time.monotonic()
            if holder is None:
                seen = None
            elif seen is None or seen[0] != holder:
                seen = (holder, now)
            elif now - seen[1] >= self._stale:
                self._break(holder)
                seen = None
            if now >= deadline:
                msg = "Another server is writing the list of API tokens."
                raise Unavailable(msg, "storage-busy")
            time.sleep(_PAUSE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            if self.held():
                self._path.unlink()

    def held(self) -> bool:
        """Whether it is still ours: a holder that slept too long may have lost it."""
        return self._holder() == self._nonce

    def _take(self) -> bool:
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return False
        try:
            os.write(handle, self._nonce.encode())
        except OSError:
            # A full disk still has room for the empty file: it must not stay behind as a lock.
            self._path.unlink(missing_ok=True)
            raise
        finally:
            os.close(handle)
        return True

    def _holder(self) -> str | None:
        """Who holds it; ``""`` for one that has not written its name yet, or never will."""
        try:
            return self._path.read_text("ascii", "replace")
        except FileNotFoundError:
            return None

    def _break(self, holder: str) -> None:
        """Take a dead holder's file away, if it is that one's still: not what another made meanwhile."""
        aside = self._path.with_name(f"{self._path.name}.{self._nonce}")
        # One at a time: the second to come finds the next holder's file. A file moved by mistake would leave
        # room for two until it is put back, which is left for a holder that wakes up at this very moment.
        with LockFile(self._path.with_name(f"{self._path.name}.break"), self._stale, self._wait):
            if self._holder() != holder:
                return
            with contextlib.suppress(OSError):
                self._path.rename(aside)
                if aside.read_text("ascii", "replace") != holder:
                    os.link(aside, self._path)
            with contextlib.suppress(OSError):
                aside.unlink()
