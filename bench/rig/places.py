"""Where things lie, and how paths are written into a result."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "bench" / "results"
CACHE = ROOT / ".cache"
ENVS = CACHE / "envs"
CODE_SERVER = CACHE / "bin" / "code-server"
PROGRAMS = ROOT / "bench" / "programs"

# A server's folder of one run: mkdtemp's eight random characters say nothing.
_RUN_FOLDER = re.compile(r"remote-ide-bench-[A-Za-z0-9_]{8}")


def run_folder() -> Path:
    """A new folder for one server or program; its name is the same in every result."""
    return Path(tempfile.mkdtemp(prefix="remote-ide-bench-"))


def neutral(value: Any) -> Any:
    """The value with every path written relative to the repository, the home or the temporary folder."""
    if isinstance(value, dict):
        return {neutral(key): neutral(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [neutral(entry) for entry in value]
    if isinstance(value, Path):
        value = str(value)
    if not isinstance(value, str):
        return value
    for path, name in (
        (str(ROOT), "."),
        (tempfile.gettempdir(), "$TMP"),
        (os.path.realpath(tempfile.gettempdir()), "$TMP"),
        (str(Path.home()), "$HOME"),
    ):
        value = re.sub(rf"{re.escape(path)}(?=/|$|[^\w.-])", lambda _, name=name: name, value)
    return _RUN_FOLDER.sub("run", value)
