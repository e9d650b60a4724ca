"""Which file a command runs, looked up as it will be executed; and why one could not be.

The one look-up for tiles and for starts: with the PATH and in the folder that the program will have.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from .launch import CannotStart

_LINE_BYTES = 256


def find(program: str, environment: Mapping[str, str], folder: str | None = None) -> Path | None:
    """The file that is executed for this name, as execvp(3) finds it in the child; ``None`` without one."""
    here = Path(folder) if folder else Path()
    if os.path.dirname(program):  # noqa: PTH120 - "./x" has one, and Path drops it
        candidates = [here / program]
    else:
        candidates = [here / place / program for place in environment.get("PATH", os.defpath).split(":")]
    there = [path for path in candidates if _is_file(path)]
    return next((path for path in there if os.access(path, os.X_OK)), there[0] if there else None)


def why_not(
    error: Exception, arguments: Sequence[str], environment: Mapping[str, str], folder: str | None
) -> CannotStart:
    """What the system's refusal to execute a command means."""
    if not isinstance(error, OSError):  # a null byte in an argument, for instance
        return CannotStart("failed", "bad-command", {"message": str(error)[:200]})
    if folder is not None and not _is_enterable(folder):
        name = os.fsencode(folder).decode("utf-8", "replace")
        return CannotStart("failed", "folder-missing", {"folder": name})
    found = find(arguments[0], environment, folder)
    if found is None:
        facts = {"program": arguments[0][:200]}
        return CannotStart(
            "missing", "program-missing", facts, lambda: find(arguments[0], environment, folder) is not None
        )
    if error.errno == errno.ENOENT and (interpreter := _interpreter(found)) is not None:
        return CannotStart("failed", "interpreter-missing", {"interpreter": interpreter})
    return CannotStart("failed", "cannot-execute", {"message": error.strerror or type(error).__name__})


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _is_enterable(folder: str) -> bool:
    return os.path.isdir(folder) and os.access(folder, os.X_OK)  # noqa: PTH112 - bytes names, too


def _interpreter(path: Path) -> str | None:
    """The program named by ``#!``, where it is not there."""
    try:
        with path.open("rb") as file:
            line = file.readline(_LINE_BYTES)
    except OSError:
        return None
    words = line[2:].split() if line.startswith(b"#!") else []
    name = os.fsdecode(words[0]) if words else ""
    return name if name and not os.path.exists(name) else None  # noqa: PTH110
