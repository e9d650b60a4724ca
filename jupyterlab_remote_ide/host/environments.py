"""Python environments in a person's folders, and what can be told of them without running them. Blocks."""

from __future__ import annotations

import os
import shlex
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from jupyterlab_remote_ide.redact import is_one_line

MOST = 20
# A folder of data may hold a million files: what is not looked at in this time is not found.
_PATIENCE_SECONDS = 2.0
_MOST_FOLDERS = 500
_MOST_BYTES = 64 * 1024
_MARK, _CONDA_MARK = "pyvenv.cfg", "conda-meta"
# Says nothing of what it is for; the folder around it does.
_USUAL_NAMES = frozenset({".venv", "venv", ".env", "env", ".virtualenv", "virtualenv"})


@dataclass(frozen=True)
class Environment:
    """``path``: absolute, its own folder. ``has_ipykernel``: ``None`` where only Python itself could say."""

    path: str
    name: str
    has_ipykernel: bool | None

    @property
    def python(self) -> str:
        return python_of(self.path)


def python_of(path: str) -> str:
    return str(Path(path, "bin", "python"))


def find(root: Path, home: Path) -> list[Environment]:
    """The virtual environments in ``root``, then those in the folders in it, then conda's own list."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    places: Iterator[tuple[Path, str]] = chain(
        ((folder, _MARK) for folder in _folders_in(root)),
        ((inner, _MARK) for folder in _folders_in(root) for inner in _folders_in(folder)),
        ((folder, _CONDA_MARK) for folder in _listed_by_conda(home)),
    )
    found: dict[str, Environment] = {}
    for folder, mark in places:
        if len(found) == MOST or time.monotonic() > deadline:
            break
        if _exists(folder / mark) and is_program(folder / "bin" / "python") and _is_sayable(str(folder)):
            real = os.path.realpath(folder)
            if real not in found:
                found[real] = Environment(str(folder), _name(folder), has_package(folder, "ipykernel"))
    return list(found.values())


def environment_of(python: str) -> Path | None:
    """The environment that this interpreter is of, by the place where it stands."""
    folder = Path(python).parent.parent
    return folder if _exists(folder / _MARK) or _exists(folder / _CONDA_MARK) else None


def has_package(environment: Path, name: str) -> bool | None:
    """``None`` where it may come from elsewhere (the system's Python, a home), or cannot be read."""
    try:
        places = [place for place in environment.glob("lib*/python3*/site-packages") if place.is_dir()]
        for place in places:
            begins = (f"{name}-", f"__editable__.{name}-")
            with os.scandir(place) as entries:
                if any(entry.name == name or entry.name.startswith(begins) for entry in entries):
                    return True
        others = [Path(line) for place in places for line in _lines_of_pth(place)]
        if any(_exists(place / name) for place in others):
            return True
    except OSError:
        return None
    is_alone = (
        _settings(environment).get("include-system-site-packages") == "false"
    )  # Python's default is true
    return False if places and is_alone else None


def how_to_add(environment: Path, name: str) -> str:
    """One line for a shell."""
    python = shlex.quote(python_of(str(environment)))
    if "uv" in _settings(environment) and has_package(environment, "pip") is False:
        return f"uv pip install --python {python} {name}"
    return f"{python} -m pip install {name}"


def is_program(path: Path) -> bool:
    try:
        return path.is_file() and os.access(path, os.X_OK)
    except OSError:
        return False


def _folders_in(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return sorted(Path(entry) for entry in islice(entries, _MOST_FOLDERS * 10) if entry.is_dir())[
                :_MOST_FOLDERS
            ]
    except OSError:
        return []


def _listed_by_conda(home: Path) -> list[Path]:
    return [
        Path(line) for line in _text(home / ".conda" / "environments.txt").splitlines() if line[:1] == "/"
    ]


def _lines_of_pth(place: Path) -> Iterator[str]:
    for file in sorted(place.glob("*.pth")):
        for line in _text(file).splitlines():
            if line.startswith("/"):
                yield line.strip()


def _settings(environment: Path) -> dict[str, str]:
    """What pyvenv.cfg says, in lower case."""
    lines = (line.partition("=") for line in _text(environment / _MARK).splitlines())
    return {name.strip().lower(): value.strip().lower() for name, _, value in lines}


def _text(path: Path) -> str:
    """Empty where there is no such file. It may be anybody's: nothing waits for it, and no more is read."""
    try:
        file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    except OSError:
        return ""
    with file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return ""
        return file.read(_MOST_BYTES).decode(errors="replace")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _is_sayable(path: str) -> bool:
    """Whether the browser can say it back, and Jupyter takes nothing in it for a placeholder."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return is_one_line(path) and "{" not in path


def _name(folder: Path) -> str:
    return folder.parent.name or folder.name if folder.name in _USUAL_NAMES else folder.name
