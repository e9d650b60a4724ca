"""The second net: what the guard of an earlier server missed is ended when the next one starts.

A server that runs apps keeps a record in Jupyter's runtime folder. The next server acts on a record only
where boot id and pid namespace are its own and the recorded server (pid and start time) is dead: runtime
folders are shared between nodes, and another server of the same user may be alive and well.
"""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path
from typing import Any

from jupyterlab_remote_ide.host import ownfile, processes
from jupyterlab_remote_ide.host.ending import end
from jupyterlab_remote_ide.host.family import Family

from .folder import remove

_FOLDER = "remote-ide"
_GRACE_SECONDS = 2.0
_OLD_SECONDS = 30 * 86_400
_MAX_BYTES = 64 * 1024


class Record:
    """What the next server needs to know of this one: written with the first app, removed at a clean end."""

    def __init__(self, runtime_dir: Path, server: str) -> None:
        self._path = runtime_dir / _FOLDER / f"{server}.json"
        self._server = server
        self._written: dict[str, Any] | None = None

    def write(self, folder: str | None) -> None:
        """``folder``: the sockets' folder, ours to delete. Never raises: the guard is the first net."""
        myself = processes.read(os.getpid())
        content = {
            "server": self._server,
            "pid": os.getpid(),
            "started": myself.started if myself else 0,
            "boot_id": processes.boot_id(),
            "pid_namespace": processes.pid_namespace(),
            "folder": folder,
        }
        if content == self._written:
            return
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            temporary = self._path.with_suffix(f".{os.getpid()}")
            # Whatever the umask: what others may write is not believed.
            temporary.unlink(missing_ok=True)
            temporary.touch(mode=0o600, exist_ok=False)
            temporary.write_text(json.dumps(content))
            temporary.replace(self._path)
            self._written = content
        except OSError:
            return

    def remove(self) -> None:
        if self._written is not None:
            self._path.unlink(missing_ok=True)
            self._written = None


def reap(runtime_dir: Path) -> threading.Thread | None:
    """End what dead servers left; in the background, because some of it may need the final signal.

    Returns the thread that does it, or ``None`` when there is nothing to do, which is the rule.
    """
    try:
        paths = list((runtime_dir / _FOLDER).glob("*.json"))
    except OSError:
        return None
    dead = [(path, record) for path in paths if (record := _dead(path)) is not None]
    if not dead:
        return None
    thread = threading.Thread(target=_end, args=(dead,), name="remote-ide-reaper", daemon=True)
    thread.start()
    return thread


def _dead(path: Path) -> dict[str, Any] | None:
    """The record, if its server lived in this very system and is no more."""
    try:
        record = json.loads(ownfile.read(path, _MAX_BYTES))
        here = (
            record["boot_id"] == processes.boot_id() and record["pid_namespace"] == processes.pid_namespace()
        )
        server, pid, started = record["server"], int(record["pid"]), int(record["started"])
        if not here:
            if time.time() - path.stat().st_mtime > _OLD_SECONDS:
                path.unlink(missing_ok=True)
            return None
        if not (isinstance(server, str) and len(server) >= 16 and server.isalnum()):
            return None
    except (ownfile.NotOwn, OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    now = processes.read(pid)
    return record if now is None or now.started != started else None


def _end(dead: list[tuple[Path, dict[str, Any]]]) -> None:
    for path, record in dead:
        family = Family(f"{record['server']}:", int(record["started"]))
        end(family.look, _GRACE_SECONDS)
        folder = record.get("folder")
        if isinstance(folder, str):
            remove(folder)
        path.unlink(missing_ok=True)
