"""Was this request caused by somebody else's page? Then it starts nothing.

Browsers send the login along with whatever a page on another port of this host includes, and often with what
other sites include. What each kind of evidence is worth:

- ``Sec-Fetch-Site`` (all current browsers, on https and on localhost) cannot be forged by a page.
  ``same-origin`` and ``none`` (typed, a bookmark) are the person's own; from elsewhere only a page that
  replaces the whole tab counts as that: there the person sees what opens.
- On plain http with a name no browser sends it. Then ``Origin``, else ``Referer``, says whose page it was.
  With neither, a script is believed (``curl``), a browser (``Mozilla/``) is not: a page may hide its address.
  So a link or a typed address cannot be told from a frame there. All are foreign, and a person gets the start
  page, which has the button and is shown in no frame of another page.
- A WebSocket is judged by jupyter_server's own ``check_origin``.
- A token is shown by its holder, never by the browser itself: nobody is made to send it.
- An origin that an administrator named in ``allow_origin`` or ``allow_origin_pat`` is not foreign; ``*``
  names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tornado import httputil

from jupyterlab_remote_ide.proxy.returned import plain, spoken

_ORIGIN = re.compile(r"https?://([^/?#\\,\s]+)", re.IGNORECASE)


def is_foreign(handler: Any) -> bool:
    """``foreign``, for an authenticated JupyterHandler."""

    def trusted(origin: str) -> bool:
        if handler.allow_origin:
            return bool(handler.allow_origin == origin)
        pattern = handler.allow_origin_pat
        return bool(pattern and re.fullmatch(pattern, origin))

    if handler.token_authenticated:
        return False
    if handler.request.headers.get("Upgrade", "").lower() == "websocket":
        return not handler.check_origin()
    return foreign(handler.request, trusted)


def foreign(request: httputil.HTTPServerRequest, trusted: Callable[[str], bool]) -> bool:
    """``trusted``: whether an administrator named this origin."""
    headers = request.headers
    site = headers.get("Sec-Fetch-Site", "").strip().lower()
    if site in ("same-origin", "none"):
        return False
    origin = headers.get("Origin") or _origin(headers.get("Referer", ""))
    if origin and trusted(origin.lower()):
        return False
    if site:
        return not _is_own_navigation(request)
    if origin:
        return not _is_here(origin, headers)
    return headers.get("User-Agent", "").startswith("Mozilla/")


def _is_own_navigation(request: httputil.HTTPServerRequest) -> bool:
    """Whether the whole tab goes here. What is fetched in advance was chosen by the page, not the person."""
    headers = request.headers
    ahead = " ".join(headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz")).lower()
    return (
        request.method in ("GET", "HEAD")
        and headers.get("Sec-Fetch-Mode") == "navigate"
        and headers.get("Sec-Fetch-Dest") == "document"
        and "prefetch" not in ahead
        and "prerender" not in ahead
    )


def _origin(url: str) -> str:
    found = _ORIGIN.match(url)
    return found[0] if found else url


def _is_here(origin: str, headers: httputil.HTTPHeaders) -> bool:
    """By host and port alone: TLS may end before this server. ``null`` is nobody's."""
    found = _ORIGIN.fullmatch(origin)
    return found is not None and plain(found[1]) in spoken(headers)
