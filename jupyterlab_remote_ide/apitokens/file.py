"""The file of named API tokens: read, checked, and only ever replaced whole."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyterlab_remote_ide.errors import Unavailable

from . import ownfile
from .lockfile import LockFile

Row = dict[str, Any]
# (mtime_ns, size, inode, mode, uid); None while there is no file.
Signature = tuple[int, int, int, int, int] | None

VERSION = 1
_ATTEMPTS = 3


class Damaged(Unavailable):
    """The file is there and is not a list of API tokens."""

    reason = "storage-damaged"


class ApiTokenFile:
    """``{"version": 1, "apitokens": [row, …]}``, mode 0600 in a folder 0700, both our own.

    A damaged file opens nothing and stays as it is until a token is made: then it is moved to
    ``<name>.damaged-<time>``, so that nothing is lost. Errors of the disk are ``Unavailable``.
    """

    def __init__(self, path: Path, log: logging.Logger) -> None:
        self._path = path
        self._log = log

    def signature(self) -> Signature:
        """Changes with the file. Raises ``Untrusted`` or ``Unavailable``."""
        try:
            return _signature(ownfile.look(self._path))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unreadable(error) from None

    def read(self) -> tuple[list[Row], Signature]:
        """All rows, of all servers. Raises ``Damaged``, ``Untrusted`` or ``Unavailable``."""
        try:
            data, known = ownfile.read(self._path, self._log)
        except FileNotFoundError:
            return [], None
        except OSError as error:
            raise _unreadable(error) from None
        return _rows(data), _signature(known)

    def update(
        self, change: Callable[[list[Row]], bool], replace_damaged: bool
    ) -> tuple[list[Row], Signature]:
        """Let ``change`` work on the newest rows and keep the result if it says so.

        Raises ``Damaged`` unless told to put a damaged file aside, and ``Unavailable`` (``storage-busy``,
        ``storage-unwritable``, ``storage-unreadable``); the file is then as it was.
        """
        try:
            self._prepare_folder()
            for _ in range(_ATTEMPTS):
                with LockFile(self._path.with_name(self._path.name + ".lock")) as lock:
                    rows, before = self._read_or_set_aside() if replace_damaged else self.read()
                    if not change(rows):
                        return rows, before
                    after = self._replace(rows, before, lock)
                    if after is not None:
                        return rows, after
        except OSError as error:
            raise _unwritable(error) from None
        msg = "Another server is writing the list of API tokens."
        raise Unavailable(msg, "storage-busy")

    def _prepare_folder(self) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        ownfile.prepare_folder(self._path.parent, self._log)

    def _read_or_set_aside(self) -> tuple[list[Row], Signature]:
        try:
            return self.read()
        except Damaged:
            stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
            kept = self._path.with_name(f"{self._path.name}.damaged-{stamp}")
            if kept.exists():
                kept = kept.with_name(f"{kept.name}-{secrets.token_hex(4)}")
            self._path.rename(kept)
            self._log.warning("The list of API tokens was damaged; it is kept as %s", kept)
            return [], None

    def _replace(self, rows: list[Row], before: Signature, lock: LockFile) -> Signature:
        """Write beside, then rename. ``None`` where it was no longer ours to replace."""
        data = json.dumps({"version": VERSION, "apitokens": rows}, indent=1).encode()
        if len(data) > ownfile.MAX_BYTES:
            msg = "There are too many API tokens: revoke some first. Nothing was changed."
            raise Unavailable(msg, "storage-unwritable")
        temporary = self._path.with_name(f".{self._path.name}.{secrets.token_hex(8)}")
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            with os.fdopen(os.open(temporary, flags, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                # Network file systems tell that the disk is full here, not at write().
                os.fsync(file.fileno())
                signature = _signature(os.fstat(file.fileno()))
            # A holder that was asleep for long may have lost the lock.
            if not lock.held() or self.signature() != before:
                return None
            temporary.replace(self._path)
            return signature
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _signature(stat: os.stat_result) -> tuple[int, int, int, int, int]:
    return (stat.st_mtime_ns, stat.st_size, stat.st_ino, stat.st_mode, stat.st_uid)


def _rows(data: bytes) -> list[Row]:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        msg = "The list of API tokens is damaged. Making a new one keeps the damaged file beside it."
        raise Damaged(msg)
    if content.get("version") != VERSION:
        msg = "The list of API tokens was written by another version."
        raise Unavailable(msg, "storage-other-version")
    rows = content.get("apitokens")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        msg = "The list of API tokens is damaged. Making a new one keeps the damaged file beside it."
        raise Damaged(msg)
    return rows


def _unreadable(error: OSError) -> Unavailable:
    msg = f"The list of API tokens cannot be read: {_word(error)}."
    return Unavailable(msg, "storage-unreadable")


def _unwritable(error: OSError) -> Unavailable:
    msg = f"The list of API tokens cannot be written: {_word(error)}. Nothing was changed."
    return Unavailable(msg, "storage-unwritable")


def _word(error: OSError) -> str:
    """The system's own words without a path."""
    return os.strerror(error.errno) if error.errno else "input/output error"
