"""The folder of API tokens: one file for each, of which nothing is ever locked or changed in place.

``<id>.json`` is a ``Record``, made whole and ended by its removal; ``<id>.changed`` says what was changed of
it since, ``<id>.seen`` when and by what it was used, so that neither can bring back what another server has
just removed. On a network file system an open asks the server, that of the folder too: what another node
removed opens nothing here, and what it changed counts.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jupyterlab_remote_ide.errors import RemoteIDEError, Unavailable
from jupyterlab_remote_ide.reasons import StorageProblem, TokenReason
from jupyterlab_remote_ide.redact import one_line

from .changes import Changes
from .ownfile import OwnFolder, Untrusted
from .record import Damaged, Record, is_time

_FILE = re.compile(r"([0-9a-f]{16})\.(json|seen|changed)")
# A writer needs milliseconds for its temporary file: what is older was left by one that died.
_LEFT_SECONDS = 3600.0
# What has ended is kept for another day: a clock that is hours ahead must not remove what has not.
_OVER_SECONDS = 86_400.0
_AGAIN_SECONDS = 30.0
_CLIENT_LENGTH = 120


@dataclass(frozen=True)
class Use:
    """When a token was used last, epoch seconds, and by what."""

    last_activity: float
    client: str | None


@dataclass(frozen=True)
class Broken:
    """A file of this name that opens nothing: ``reason``, facts for its sentence, when it was made."""

    id: str
    reason: TokenReason
    detail: dict[str, str]
    made: float


class FileUnreadable(Unavailable):
    """Of one token: the others can be read."""

    reason: StorageProblem = "storage-unreadable"


class TokenFolder:
    """Blocks as long as the disk does: for a thread. Errors are ``Unavailable``, with ``storage-…``."""

    def __init__(self, path: Path, take_over: Callable[[TokenFolder], None] | None = None) -> None:
        """``take_over`` is called before the first look, for what an older version has left; again after a
        while where that could not be done (``trouble``)."""
        self._own = OwnFolder(path)
        self._take_over = take_over
        self._again = float("-inf")
        self.trouble: RemoteIDEError | None = None

    def read(self, identifier: str) -> Record | None:
        """``None`` where there is no such token, or no readable one."""
        with self._reading() as folder:
            if folder is not None:
                try:
                    return self._record(folder, identifier)
                except (FileNotFoundError, PermissionError, Damaged, Untrusted):
                    return None
                except OSError as error:
                    msg = f"The file of an API token cannot be read: {_word(error)}."
                    raise FileUnreadable(msg) from None
        return None

    def read_all(self) -> tuple[list[Record], list[Broken], dict[str, Use]]:
        """All tokens of all servers that use this folder, and their use by id. Raises ``Untrusted`` also for
        what an older version left: nobody would hear of it else."""
        if isinstance(self.trouble, Untrusted):
            self._again = float("-inf")  # it may have been mended since
        records: list[Record] = []
        broken: list[Broken] = []
        uses: dict[str, Use] = {}
        with self._reading() as folder:
            if isinstance(self.trouble, Untrusted):
                raise self.trouble
            if folder is None:
                return [], [], {}
            for name in os.listdir(folder):  # noqa: PTH208 - a descriptor, no path
                match = _FILE.fullmatch(name)
                if match is None:
                    continue
                with contextlib.suppress(FileNotFoundError):
                    if match[2] == "seen":
                        uses |= self._use(folder, match[1])
                    if match[2] != "json":
                        continue
                    try:
                        records.append(self._record(folder, match[1]))
                    except FileNotFoundError:
                        continue
                    except (Damaged, Untrusted, OSError) as error:
                        broken.append(self._broken(folder, match[1], error))
        return records, broken, uses

    def add(self, record: Record, now: float) -> None:
        """Keep a new one, and remove what has ended long before ``now``."""
        with self._writing() as folder:
            self._own.write(folder, f"{record.id}.json", record.to_bytes())
            with contextlib.suppress(OSError):
                self._sweep(folder, now)

    def remove(self, identifier: str) -> None:
        """``identifier`` is one that ``read_all`` told. Refused while what an older version left is not taken
        over: it would come back from there."""
        self._again = float("-inf")
        # Not made anew: where the folder is gone, so is the file, but perhaps not for good.
        with self._writing(make=False) as folder:
            if self._take_over is not None and self.trouble is not None:
                raise self.trouble
            name = f"{identifier}.json"
            try:
                os.unlink(name, dir_fd=folder)
            except FileNotFoundError:
                return  # another server of the same user has removed it
            except IsADirectoryError:
                # Nothing of ours, and perhaps somebody's: out of the way, with all that is in it.
                os.rename(name, f"{name}.removed-{time.time_ns()}", src_dir_fd=folder, dst_dir_fd=folder)
            for kind in ("seen", "changed"):
                with contextlib.suppress(OSError):  # the next sweep takes it
                    os.unlink(f"{identifier}.{kind}", dir_fd=folder)

    def change(self, identifier: str, changes: Changes) -> Record | None:
        """Keep what is new of it, whole or not at all; as it is now, ``None`` where it is gone."""
        with self._writing(make=False) as folder:
            try:
                record = self._record(folder, identifier)
                told = changes.after(self._changes(folder, identifier))
                self._own.write(folder, f"{identifier}.changed", told.to_bytes())
                # A revoke of this moment wins; what lies beside no record opens nothing, and is swept.
                os.stat(f"{identifier}.json", dir_fd=folder, follow_symlinks=False)
            except (FileNotFoundError, Damaged):
                return None
            return told.made_to(record)

    def names(self) -> set[str]:
        """The ids of all files of tokens, unread."""
        with self._reading() as folder:
            names = os.listdir(folder) if folder is not None else []  # noqa: PTH208 - a descriptor, no path
            found = map(_FILE.fullmatch, names)
            return {match[1] for match in found if match is not None and match[2] == "json"}

    def note(self, identifier: str, use: Use) -> None:
        """Keep when it was used, if it is still there."""
        with self._writing() as folder, contextlib.suppress(FileNotFoundError):
            os.stat(f"{identifier}.json", dir_fd=folder, follow_symlinks=False)
            data = {"last_activity": use.last_activity, "seen_client": use.client}
            self._own.write(folder, f"{identifier}.seen", json.dumps(data).encode())

    def _record(self, folder: int, identifier: str) -> Record:
        record = Record.from_bytes(self._own.read(folder, f"{identifier}.json"), identifier)
        return self._changes(folder, identifier).made_to(record)

    def _changes(self, folder: int, identifier: str) -> Changes:
        try:
            return Changes.from_bytes(self._own.read(folder, f"{identifier}.changed"))
        except FileNotFoundError:
            return Changes()

    def _use(self, folder: int, identifier: str) -> dict[str, Use]:
        """It opens nothing, so what is wrong with it is no news. That it is there says that the token was
        used: those that never were end unasked."""
        name = f"{identifier}.seen"
        try:
            made = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime
            told = json.loads(self._own.read(folder, name))
            when, client = told["last_activity"], told["seen_client"]
        except FileNotFoundError:
            return {}
        except (Untrusted, OSError, ValueError, RecursionError, TypeError, KeyError):
            return {identifier: Use(made, None)}
        if not is_time(when):
            return {identifier: Use(made, None)}
        by = one_line(client)[:_CLIENT_LENGTH] if isinstance(client, str) else None
        return {identifier: Use(when, by or None)}

    def _broken(self, folder: int, identifier: str, error: Damaged | Untrusted | OSError) -> Broken:
        name = f"{identifier}.json"
        try:
            made = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime
        except FileNotFoundError:
            raise
        except OSError:
            made = 0.0
        if isinstance(error, Untrusted):
            return Broken(identifier, "token-untrusted", error.detail, made)
        file = getattr(error, "filename", None) or name
        detail = {"file": str(self._own.path / file)}
        if isinstance(error, Damaged):
            return Broken(identifier, error.reason, detail | error.detail, made)
        cure = "open" if isinstance(error, PermissionError) else "retry"
        return Broken(identifier, "token-unreadable", detail | {"cure": cure}, made)

    def _sweep(self, folder: int, now: float) -> None:
        """Of any server, and what a dead writer left."""
        names = set(os.listdir(folder))
        for name in names:
            match = _FILE.fullmatch(name)
            with contextlib.suppress(OSError, Untrusted, Damaged):
                if match is None:
                    known = os.stat(name, dir_fd=folder, follow_symlinks=False)
                    left = name.startswith(".") and known.st_mtime < now - _LEFT_SECONDS
                elif match[2] != "json":
                    left = f"{match[1]}.json" not in names
                else:
                    left = self._record(folder, match[1]).renewed_by(now).expires_at <= now - _OVER_SECONDS
                if left:
                    os.unlink(name, dir_fd=folder)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[int | None]:
        """``None`` where there is no folder yet."""
        self._once()
        with contextlib.ExitStack() as stack:
            try:
                folder = stack.enter_context(self._own.opened())
            except FileNotFoundError:
                folder = None
            except OSError as error:
                raise unreadable(error) from None
            try:
                yield folder
            except OSError as error:
                raise unreadable(error) from None

    @contextlib.contextmanager
    def _writing(self, make: bool = True) -> Iterator[int]:
        self._once()
        try:
            with self._own.opened(make) as folder:
                yield folder
        except OSError as error:
            raise unwritable(error) from None

    def _once(self) -> None:
        if self._take_over is None or time.monotonic() < self._again:
            return
        take_over, self._take_over = self._take_over, None  # it looks here itself
        try:
            take_over(self)
            self.trouble = None
        except Exception as error:
            # A full disk, say: what is in the folder counts all the same.
            self._take_over = take_over
            known = OSError() if not isinstance(error, OSError) else error
            self.trouble = error if isinstance(error, RemoteIDEError) else unreadable(known)
            self._again = time.monotonic() + _AGAIN_SECONDS


def unreadable(error: OSError) -> Unavailable:
    msg = f"The API tokens cannot be read: {_word(error)}."
    return Unavailable(msg, "storage-unreadable")


def unwritable(error: OSError) -> Unavailable:
    msg = f"The API tokens cannot be written: {_word(error)}. Nothing was changed."
    return Unavailable(msg, "storage-unwritable")


def _word(error: OSError) -> str:
    """The system's own words without a path."""
    return os.strerror(error.errno) if error.errno else "input/output error"
