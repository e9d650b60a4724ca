"""What running servers leave for ``jupyter remote-ide tunnel`` on the login node: a file each, no secret.

In Jupyter's data folder, which is in the home that all nodes share; the runtime folder may be a node's own.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import socket
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir

from jupyterlab_remote_ide.host import ownfile
from jupyterlab_remote_ide.host.tunnel import Place

VERSION = 1
_MOST_BYTES = 16 * 1024
# How often a server gives a sign, and when one that gives none counts as gone.
SIGN_SECONDS = 300.0
_SILENT_SECONDS = 900.0


@dataclass(frozen=True)
class Record:
    """``path``: of the page to open, below the host; ``base_url``: for an IDE. Times: epoch seconds.
    ``seen``: its last sign of life."""

    place: Place
    path: str
    base_url: str
    hostname: str
    pid: int
    started: float
    end_time: float | None
    seen: float = 0.0

    def is_over(self) -> bool:
        """Known to have ended, as far as this machine can tell without asking anybody."""
        now = time.time()
        if self.seen < now - _SILENT_SECONDS or (self.end_time is not None and self.end_time < now):
            return True
        if self.hostname != socket.gethostname():
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except OSError:
            pass
        return False


def folder() -> Path:
    return Path(jupyter_data_dir()) / "remote_ide" / "tunnels"


def write(folder: Path, record: Record) -> Path:
    """Whole or not at all. Raises ``OSError``."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    host = re.sub(r"[^A-Za-z0-9.-]", "-", record.hostname)
    path = folder / f"{host}-{record.pid}.json"
    fresh = folder / f".{secrets.token_hex(8)}"
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump({"version": VERSION, **asdict(record)}, file)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return path


def read(folder: Path) -> list[tuple[Path, Record]]:
    """Newest first; what is damaged, another version's or not surely ours is left out."""
    found = []
    for path in folder.glob("*.json"):
        with contextlib.suppress(OSError, ownfile.NotOwn, ValueError, TypeError, KeyError, AttributeError):
            data = json.loads(ownfile.read(path, _MOST_BYTES))
            if data.pop("version") == VERSION:
                told = Record(**{**data, "place": Place(**data["place"])})
                record = replace(told, seen=path.stat().st_mtime)
                found.append((path, record, float(record.started)))
    return [(path, record) for path, record, _ in sorted(found, key=lambda one: one[2], reverse=True)]


def sweep(folder: Path) -> None:
    """Remove those of servers that are known to have ended."""
    for path, record in read(folder):
        if record.is_over():
            with contextlib.suppress(OSError):
                path.unlink()
