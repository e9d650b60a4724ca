"""The folder of a server's sockets, as those remove it who clean up after that server."""

from __future__ import annotations

import os
import stat

PREFIX = "remote-ide-"


def remove(path: str) -> None:
    """Remove it, if it is ours and has our name; never raises."""
    try:
        found = os.lstat(path)
    except OSError:
        return
    name = os.path.basename(path)  # noqa: PTH119 - the guard is small
    if name.startswith(PREFIX) and stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid():
        import shutil

        shutil.rmtree(path, ignore_errors=True)
