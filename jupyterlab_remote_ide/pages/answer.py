"""Our own answer in the place of a program's, and who looks at it."""

from __future__ import annotations

import json
from typing import Any

from tornado import httputil

from jupyterlab_remote_ide.reasons import AppReason, ProxiedReason, Reason

_DOCUMENTS = frozenset({"document", "iframe", "frame"})


def is_document(request: httputil.HTTPServerRequest) -> bool:
    """Whether a person looks at what comes back: a page or a frame, not what a script fetches."""
    headers = request.headers
    if request.method not in ("GET", "HEAD") or headers.get("Upgrade", "").lower() == "websocket":
        return False
    destination = headers.get("Sec-Fetch-Dest")
    if destination is not None:
        return destination in _DOCUMENTS
    return "text/html" in headers.get("Accept", "") and "X-Requested-With" not in headers


def refuse(handler: Any, status: int, message: str, reason: Reason | AppReason | ProxiedReason) -> None:
    """Tell a script why it does not reach the program."""
    tell(handler, status, "application/json", json.dumps({"message": message, "reason": reason}))


def tell(handler: Any, status: int, content_type: str, body: str) -> None:
    """Our answer instead of the program's: of this moment only, and no error of this server (``_log``)."""
    handler.clear()
    handler.remote_ide_told = True
    handler.set_status(status)
    handler.set_header("Content-Type", content_type)
    handler.set_header("Cache-Control", "no-store")
    handler.finish(body)
