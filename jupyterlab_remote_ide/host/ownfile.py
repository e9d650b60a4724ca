"""Files and folders that nobody else can have written.

They must be ours, closed to the writing of others, and the real thing: a link could lead to a file of
somebody else's choice, and opening a pipe waits for its writer. Everything here blocks as long as
the disk does.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Literal

OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
Wrong = Literal["other-kind", "foreign", "open-to-others", "too-large"]


class NotOwn(Exception):
    """It is there, and it may be somebody else's work."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.wrong = wrong


def check(known: os.stat_result, is_kind: Callable[[int], bool] = stat.S_ISREG) -> None:
    """Raises ``NotOwn``."""
    if not is_kind(known.st_mode):
        raise NotOwn(wrong="other-kind")
    if known.st_uid != os.geteuid():
        raise NotOwn(wrong="foreign")
    if known.st_mode & _WRITABLE_BY_OTHERS:
        raise NotOwn(wrong="open-to-others")


def opened(place: Path | str, folder: int | None = None) -> BinaryIO:
    """A file of our own, below the descriptor ``folder`` where that is given; waits for no program.

    Raises ``NotOwn``, ``FileNotFoundError`` and ``OSError``.
    """
    check(os.lstat(place, dir_fd=folder))
    file = os.fdopen(os.open(place, OPEN, dir_fd=folder), "rb")
    try:
        check(os.fstat(file.fileno()))
    except BaseException:
        file.close()
        raise
    return file


def contents(file: BinaryIO, most: int) -> bytes:
    """Raises ``NotOwn`` where there are more than ``most`` bytes."""
    data = file.read(most + 1)
    if len(data) > most:
        raise NotOwn(wrong="too-large")
    return data


def read(path: Path | str, most: int) -> bytes:
    """The contents of a file of our own. Raises ``NotOwn``, ``FileNotFoundError`` and ``OSError``."""
    with opened(path) as file:
        return contents(file, most)
