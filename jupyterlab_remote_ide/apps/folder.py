"""From a Contents path to an address that opens that folder, and a file in it."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from jupyterlab_remote_ide.errors import BadRequest


def on_disk(root: str | None, folder: str) -> str:
    """The absolute path of a Contents path of the default drive.

    A linked folder inside the root is as good as it is to Jupyter; ``..`` is not. Raises ``BadRequest``
    ``folder-not-on-disk`` (another drive, a remote file store, gone, a file,
    one that cannot be entered), ``folder-outside-root`` or ``folder-not-utf8``.
    """
    parts = folder.strip("/").split("/") if folder.strip("/") else []
    if ".." in parts or "\0" in folder:
        msg = "The folder is outside of the server's root folder."
        raise BadRequest(msg, "folder-outside-root")
    path = Path(root or "/", *parts)
    try:
        # os.access: is_dir() is true of a folder that cannot be entered, and raises below one.
        good = root is not None and path.is_dir() and os.access(path, os.X_OK)
    except (OSError, ValueError):  # a name too long, no permission, a character that no file name has
        good = False
    if not good:
        msg = "There is no such folder on this server's disk."
        raise BadRequest(msg, "folder-not-on-disk")
    try:
        str(path).encode()
    except UnicodeEncodeError:
        msg = "The folder's name is not UTF-8, which a web address cannot say. Rename it first."
        raise BadRequest(msg, "folder-not-utf8") from None
    return str(path)


def with_folder(url: str, argument: str, path: str) -> str:
    """``url`` asking the app to open ``path``."""
    return f"{url}{'&' if '?' in url else '?'}{argument}={quote(path, safe='/')}"


@dataclass(frozen=True)
class File:
    """A file that an app shall open: its name in the folder, a line, from 1, and the browser's ``host``."""

    name: str
    line: int | None
    host: str


def with_file(url: str, path: str, file: File) -> str:
    """``url``, which opens ``path``, asking VS Code for a file there besides.

    The payload of its page: a list of pairs; with ``gotoLineMode`` a line may stand behind the name
    (microsoft/vscode, src/vs/code/browser/workbench/workbench.ts).
    """
    address = f"vscode-remote://{file.host}{quote(path.rstrip('/') + '/' + file.name)}"
    pairs = [["openFile", address]]
    # In a name that ends like a place, VS Code would take that for one.
    if file.line is not None and not re.search(r":\d+$", file.name):
        pairs = [["gotoLineMode", "true"], ["openFile", f"{address}:{file.line}"]]
    return f"{url}&payload={quote(json.dumps(pairs, separators=(',', ':')), safe='')}"
