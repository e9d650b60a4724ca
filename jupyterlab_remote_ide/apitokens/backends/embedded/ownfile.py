"""A folder and files that nobody else can have written: what they say opens doors.

A home may lie on project space where a group may write. So the folder and each file must be our own, as
``host.ownfile`` has it. Everything here blocks as long as the disk does.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from jupyterlab_remote_ide.errors import Unavailable
from jupyterlab_remote_ide.host import ownfile
from jupyterlab_remote_ide.host.ownfile import NotOwn, Wrong
from jupyterlab_remote_ide.reasons import StorageProblem

# Far more than a token needs.
MAX_BYTES = 64 * 1024
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
# What is wrong, and how it is cured: by deleting it, or by closing it to the writing of others.
_CURES: Mapping[Wrong, tuple[str, str]] = {
    "other-kind": ("It is a link, or nothing that could hold API tokens.", "delete"),
    "foreign": ("It belongs to another account.", "delete"),
    "open-to-others": ("Other accounts may write it.", "close"),
    "too-large": ("It is too large to be a file of API tokens.", "delete"),
}


class Untrusted(Unavailable):
    """It is there, and it may be somebody else's work. ``detail``: ``file``, and what to do about it."""

    reason: StorageProblem = "storage-untrusted"


class OwnFolder:
    """One folder 0700 of files 0600, reached through a descriptor: nobody can put another in its place
    between two steps. Made where it is not there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextlib.contextmanager
    def opened(self, make: bool = False) -> Iterator[int]:
        """A descriptor of the folder. Raises ``Untrusted``, ``FileNotFoundError`` and ``OSError``."""
        if make:
            # That around it as well: who may write there could put another one in its place.
            self.path.parent.parent.mkdir(parents=True, exist_ok=True)
            for folder in (self.path.parent, self.path):
                with contextlib.suppress(FileExistsError):
                    folder.mkdir(mode=0o700)
        # With O_DIRECTORY a link looks like any other thing that is no folder.
        for folder in (self.path.parent, self.path):
            with _told(folder):
                ownfile.check(folder.lstat(), stat.S_ISDIR)
        handle = os.open(self.path, ownfile.OPEN | os.O_DIRECTORY)
        try:
            with _told(self.path):
                ownfile.check(os.fstat(handle), stat.S_ISDIR)
            _close_to_readers(handle, 0o700)
            yield handle
        finally:
            os.close(handle)

    def read(self, folder: int, name: str) -> bytes:
        """Never waits for another program. Raises ``Untrusted``, ``FileNotFoundError`` and ``OSError``."""
        return read(self.path / name, name, folder)

    def write(self, folder: int, name: str, data: bytes) -> None:
        """Put it in the place of the file of this name, whole or not at all. Raises ``OSError``."""
        temporary = f".{name}.{secrets.token_hex(8)}"
        try:
            handle = os.open(temporary, _NEW, 0o600, dir_fd=folder)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                # Network file systems tell that the disk is full here, not at write().
                os.fsync(file.fileno())
            os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary, dir_fd=folder)
            raise


def read(path: Path, name: str | None = None, folder: int | None = None, most: int = MAX_BYTES) -> bytes:
    """The contents of a file of our own; ``name`` below the descriptor ``folder`` where that is given.

    Raises ``Untrusted``, ``FileNotFoundError`` and ``OSError``.
    """
    with _told(path), ownfile.opened(path if name is None else name, folder) as file:
        _close_to_readers(file.fileno(), 0o600)
        return ownfile.contents(file, most)


def _close_to_readers(handle: int, mode: int) -> None:
    """What others may read tells them hashes and notes, and opens nothing: no matter where it cannot be."""
    if os.fstat(handle).st_mode & 0o077:
        with contextlib.suppress(OSError):
            os.fchmod(handle, mode)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except NotOwn as error:
        why, cure = _CURES[error.wrong]
        message = f"API tokens are not read from a file or folder that is not safe. {why}"
        raise Untrusted(message, detail={"file": str(path), "cure": cure}) from None
