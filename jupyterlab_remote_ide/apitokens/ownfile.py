"""A file that nobody else can have written: what it says opens doors.

A home may lie on project space where a group may write. So the file and its folder must be ours, and the real
thing: a link could lead to a file of somebody else's choice, and opening a pipe waits for its writer.
"""

from __future__ import annotations

import logging
import os
import stat
from pathlib import Path

from jupyterlab_remote_ide.errors import Unavailable

# Thousands of rows. Reading happens on the event loop.
MAX_BYTES = 1024 * 1024
_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Untrusted(Unavailable):
    """It is there, and it may be somebody else's work."""

    reason = "storage-unreadable"


def look(path: Path) -> os.stat_result:
    """What ``lstat`` says of the file. Changes nothing. Raises ``Untrusted`` and ``OSError``."""
    _check_folder(path.parent.lstat())
    known = path.lstat()
    _check_file(known)
    return known


def prepare_folder(folder: Path, log: logging.Logger) -> None:
    """Close it to others. Raises ``Untrusted`` where it is a link or somebody else's, and ``OSError``."""
    # With O_DIRECTORY a link looks like any other thing that is no folder.
    _check_folder(folder.lstat())
    handle = os.open(folder, _OPEN | os.O_DIRECTORY)
    try:
        known = os.fstat(handle)
        _check_folder(known)
        _close_to_others(handle, known, 0o700, folder, log)
    finally:
        os.close(handle)


def read(path: Path, log: logging.Logger) -> tuple[bytes, os.stat_result]:
    """The contents and what ``fstat`` says of them. Never waits for another program.

    Raises ``Untrusted`` and ``OSError``. Ours but open to others is closed to them, and said in the log.
    """
    prepare_folder(path.parent, log)
    _check_file(path.lstat())
    handle = os.open(path, _OPEN)
    with os.fdopen(handle, "rb") as file:
        _check_file(os.fstat(handle))
        _close_to_others(handle, os.fstat(handle), 0o600, path, log)
        known = os.fstat(handle)
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        msg = "The list of API tokens is not used: the file is too large."
        raise Untrusted(msg)
    return data, known


def _check_folder(known: os.stat_result) -> None:
    if stat.S_ISLNK(known.st_mode):
        msg = "The list of API tokens is not used: its folder is a symbolic link."
        raise Untrusted(msg)
    _check_owner(known)


def _check_file(known: os.stat_result) -> None:
    if not stat.S_ISREG(known.st_mode):
        msg = "The list of API tokens is not used: it is no plain file."
        raise Untrusted(msg)
    _check_owner(known)
    if known.st_size > MAX_BYTES:
        msg = "The list of API tokens is not used: the file is too large."
        raise Untrusted(msg)


def _check_owner(known: os.stat_result) -> None:
    if known.st_uid != os.geteuid():
        msg = "The list of API tokens is not used: it belongs to another user."
        raise Untrusted(msg)


def _close_to_others(handle: int, known: os.stat_result, mode: int, path: Path, log: logging.Logger) -> None:
    if known.st_mode & 0o077:
        log.warning("Remote IDE: %s was open to other users (mode %03o)", path, known.st_mode & 0o777)
        os.fchmod(handle, mode)
