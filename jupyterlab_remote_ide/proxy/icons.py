"""Whether the picture that jupyter-server-proxy would send for an app is one that a browser can show.

jupyter-server-proxy sends the file as it is, named by its ending; one that is not there is a traceback in the
log for each page. 4.4.0 opens it as text, which fails for all but SVG.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import Any

_HEAD_BYTES = 4096
_RASTER = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"\x00\x00\x01\x00")


def opens_binary(handler: Any) -> bool:
    """Whether this version of the handler opens the file as bytes."""
    get: Callable[..., Any] | None = getattr(handler, "get", None)
    return "rb" in getattr(getattr(get, "__code__", None), "co_consts", ())


def is_shown(path: object, binary: bool) -> bool:
    """``path`` as its definition gives it; a relative one counts from where the server runs."""
    file = Path(str(path))
    try:
        if not file.is_file():  # also: a pipe would be waited for
            return False
        with file.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
        if not binary:
            file.read_text()  # as it will be read, encoding and all
    except (OSError, ValueError):
        return False
    kind, packed = mimetypes.guess_type(file.name)
    if packed is not None:
        return False  # sent as an archive
    if head.startswith(_RASTER) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:8] == b"ftyp":
        # Browsers look into pictures that are called something else, but for these.
        return kind != "image/svg+xml"
    return kind == "image/svg+xml" and b"<svg" in head
