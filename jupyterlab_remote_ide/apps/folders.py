"""The folders that an app was opened with while its program runs."""

from __future__ import annotations

import os
import time
from pathlib import PurePath

from jupyterlab_remote_ide.errors import BadRequest
from jupyterlab_remote_ide.topic import Row

from .folder import on_disk, with_folder

_MOST = 10


class Folders:
    """Newest first, by Contents paths of the default drive. ``root``: its folder, if on disk."""

    def __init__(self, root: str | None, open_url: str, argument: str | None) -> None:
        self._root = root
        self._open_url = open_url
        self.argument = argument
        self._opened: dict[str, float] = {}

    def add(self, folder: str) -> bool:
        """An absolute path, as a page of the app was asked for with it; one that is no folder below the root
        is passed over. Whether anything changed."""
        if self._root is None or self.argument is None or not folder.startswith("/"):
            return False
        try:
            path = PurePath(os.path.normpath(folder)).relative_to(self._root).as_posix()
            path = "" if path == "." else path
            on_disk(self._root, path)
        except (BadRequest, ValueError):
            return False
        self._opened.pop(path, None)
        self._opened[path] = time.time()
        for old in list(self._opened)[:-_MOST]:
            del self._opened[old]
        return True

    def check(self) -> None:
        """Forget those that are no more."""
        for path in list(self._opened):
            try:
                on_disk(self._root, path)
            except BadRequest:
                del self._opened[path]

    def clear(self) -> None:
        self._opened.clear()

    def rows(self) -> list[Row]:
        """``AppFolder`` of the contract."""
        if self._root is None or self.argument is None:
            return []
        return [
            {
                "path": path,
                "url": with_folder(self._open_url, self.argument, str(PurePath(self._root, path))),
                "opened": opened,
            }
            for path, opened in reversed(self._opened.items())
        ]
