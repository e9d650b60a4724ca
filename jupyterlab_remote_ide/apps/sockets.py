"""Unix sockets of the apps: one 0700 folder per server, paths short enough for the kernel."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path

from jupyterlab_remote_ide.guard.folder import PREFIX

# sun_path holds 108 bytes, the last one zero: unix(7).
MAX_PATH_BYTES = 107


class Sockets:
    """Made with the first app, removed at the end; nothing on disk before and after."""

    def __init__(self) -> None:
        self.folder: str | None = None
        self._count = 0

    def path(self, name: str, known: str | None = None) -> str:
        """Of an app's socket; the file is the program's to make. ``known`` stays while it is safe."""
        if known and self.is_ours() and known.startswith(f"{self.folder}/"):
            return known
        self._count += 1
        label = "".join(c for c in name if c.isascii() and (c.isalnum() or c in "-_"))[:20]
        if not self.is_ours():
            self.folder = self._make_folder(len(f"/{self._count}-{label}.sock") + 4)
        return f"{self.folder}/{self._count}-{label}.sock"

    @staticmethod
    def _make_folder(room: int) -> str:
        # mkdtemp makes it 0700. A TMPDIR deep in a project tree leaves too little room, /tmp never does.
        # XDG_RUNTIME_DIR will not do: it is emptied at the last logout, and jobs outlive logins.
        for parent in (tempfile.gettempdir(), "/tmp"):  # noqa: S108 - a fresh private folder inside
            try:
                folder = tempfile.mkdtemp(prefix=PREFIX, dir=parent)
            except OSError:
                continue
            if len(os.fsencode(folder)) + room <= MAX_PATH_BYTES:
                return folder
            Path(folder).rmdir()
        msg = "There is no folder with room for a socket."
        raise OSError(msg)

    def is_ours(self) -> bool:
        """Whether the folder is the one we made. A cleaner of /tmp may remove it while nothing is in it; then
        anybody may make it anew, with a socket of their own."""
        if self.folder is None:
            return False
        try:
            now = os.lstat(self.folder)
        except OSError:
            return False
        return stat.S_ISDIR(now.st_mode) and now.st_uid == os.geteuid() and not now.st_mode & 0o077

    def clear(self, path: str) -> None:
        """Before a spawn: remove what a program left at its path. ``OSError`` where the folder is gone."""
        if self.folder is not None and path.startswith(self.folder + "/"):
            if not self.is_ours():
                msg = "the folder of its socket is gone"
                raise OSError(msg)
            try:
                Path(path).unlink(missing_ok=True)
            except OSError:
                return

    def close(self) -> None:
        if self.folder is not None:
            if self.is_ours():
                shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None
