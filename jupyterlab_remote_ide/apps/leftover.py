"""Pages of apps that still stand open when their server is gone, and reconnect for ever.

To the next server they would be the first who ask for an app that nobody has started yet. So each page that a
server lets through leaves the server's mark in the browser: a cookie of the app's own addresses. What comes
with another server's mark starts nothing, but for a document that somebody else than such a page asks for:
that is a person.
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from jupyter_server.utils import url_path_join

from jupyterlab_remote_ide.pages.answer import is_document

COOKIE = "remote-ide-server"


class Mark:
    """Of one server; no secret."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._value = secrets.token_hex(8)

    def leave(self, handler: Any, name: str) -> None:
        """With the answer to a document of this app."""
        path = quote(self._path(name), safe="/!$&'()*+,:=@~%")
        secure = handler.request.protocol == "https"
        handler.set_cookie(COOKIE, self._value, path=path, httponly=True, secure=secure, samesite="Lax")

    def is_missed(self, handler: Any, name: str) -> bool:
        """Whether the request comes from a page of this app that another server has sent."""
        if handler.get_cookie(COOKIE, self._value) == self._value:
            return False
        asking = unquote(urlsplit(handler.request.headers.get("Referer", "")).path)
        return not is_document(handler.request) or asking.startswith(unquote(self._path(name)))

    def _path(self, name: str) -> str:
        return url_path_join(self._base_url, name) + "/"
