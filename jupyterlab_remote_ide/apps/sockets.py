"""Unix sockets of the apps: one 0700 folder per server, paths short enough for the kernel."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

# sun_path holds 108 bytes, the last one zero: unix(7).
MAX_PATH_BYTES = 107


class Sockets:
    """Made with the first app, removed at the end; nothing on disk before and after."""

    def __init__(self) -> None:
        self.folder: str | None = None
        self._count = 0

    def path(self, name: str) -> str:
        """A new path for an app's socket; the file is the program's to make."""
        self._count += 1
        label = "".join(c for c in name if c.isascii() and (c.isalnum() or c in "-_"))[:20]
        if self.folder is None:
            self.folder = self._make_folder(len(f"/{self._count}-{label}.sock") + 4)
        return f"{self.folder}/{self._count}-{label}.sock"

    @staticmethod
    def _make_folder(room: int) -> str:
        # mkdtemp makes it 0700. A TMPDIR deep in a project tree leaves too little room, /tmp never does.
        # XDG_RUNTIME_DIR will not do: it is emptied at the last logout, and jobs outlive logins.
        for parent in (tempfile.gettempdir(), "/tmp"):  # noqa: S108 - a fresh private folder inside
            try:
                folder = tempfile.mkdtemp(prefix="remote-ide-", dir=parent)
            except OSError:
                continue
            if len(os.fsencode(folder)) + room <= MAX_PATH_BYTES:
                return folder
            Path(folder).rmdir()
        msg = "There is no folder with room for a socket."
        raise OSError(msg)

    def clear(self, path: str) -> None:
        """Remove what a program left at its path, if it is in our folder."""
        if self.folder is not None and path.startswith(self.folder + "/"):
            try:
                Path(path).unlink(missing_ok=True)
            except OSError:
                return

    def close(self) -> None:
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None
