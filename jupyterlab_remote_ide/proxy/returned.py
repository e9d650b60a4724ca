"""What an app's answer may say to the browser: rules on its headers, without a handler.

All apps and ports live on the origin of JupyterLab itself. A header about "the whole site" would then govern
JupyterLab, the hub and every other app, so it is narrowed to the app's own prefix, or dropped where nothing
narrower exists. This keeps apps from harming the session without knowing; it is no fence against a program
that means harm, since its scripts run on the same origin anyway.

- ``Service-Worker-Allowed``: the prefix at most.
- ``Set-Cookie``: dropped under a name of the server or the hub; no ``Domain``; a ``Path`` inside the prefix.
  ``__Host-`` cookies stay as they are: browsers take them with ``Path=/`` only.
- ``Location``, ``Content-Location`` and ``Refresh``: below the prefix where the app means itself.
- ``GOVERNING`` is dropped: each of these is kept by browsers for the whole origin or host, or obeyed by a
  server in front. Kept are headers about one answer or one page (``Content-Security-Policy``,
  ``Reporting-Endpoints``, COOP, COEP, ...).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from tornado.httputil import HTTPHeaders

# As tornado spells them.
GOVERNING = frozenset(
    "Clear-Site-Data Strict-Transport-Security Public-Key-Pins Public-Key-Pins-Report-Only Expect-Ct Nel"
    " Report-To Alt-Svc Accept-Ch Critical-Ch Set-Login Origin-Agent-Cluster Secure-Session-Registration"
    " Sec-Session-Registration Use-As-Dictionary X-Accel-Redirect X-Sendfile".split()
)
_LINKS = ("Location", "Content-Location")
_ALLOWED = "Service-Worker-Allowed"
_SAVED = "Content-Disposition"
_RULED = GOVERNING | {*_LINKS, _ALLOWED, "Refresh", "Set-Cookie"}
# What a program may call its own machine by.
_LOOPBACK = re.compile(r"localhost|127(\.\d{1,3}){3}|::1|0\.0\.0\.0|::", re.IGNORECASE)
_REFRESH = re.compile(
    r"""(\s*[\d.]+\s*[;,\s]\s*(?:url\s*=\s*)?)(["']?)([^"']+)(.*)""", re.IGNORECASE | re.DOTALL
)
_NAME_PREFIX = re.compile(r"^__(host|secure)-", re.IGNORECASE)
# A browser takes these for a slash or a dot, strips them, or goes to another host.
_UNCLEAR = re.compile(r"\\|//|:|%2e|%5c|%2f|[\x00-\x20?#]", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """Where an app is in the browser, and who answers there.

    ``prefix``: the path of its URL, no slash at the end, as encoded there; ``aliases``: others it may know.
    ``path``: of the request. ``aware``: it gets whole paths, and so means them. ``hosts``: as the browser may
    have addressed this server (``spoken``). ``address``: where jupyter-server-proxy finds the app: host, and
    port or 0 for a unix socket. ``names``: of the server's cookies. ``kept``: paths that are never the app's.
    """

    prefix: str
    path: str
    hosts: Collection[str]
    address: tuple[str, int]
    names: Collection[str] = ()
    aliases: Collection[str] = ()
    kept: Collection[str] = ()
    aware: bool = False


def concerns(headers: HTTPHeaders) -> bool:
    """Whether there is anything to do: for most answers there is not."""
    return not _RULED.isdisjoint(headers)


def apply(headers: HTTPHeaders, place: Place) -> None:
    """Change the headers of an app's answer in place."""
    for name in GOVERNING.intersection(headers):
        drop(headers, name)
    for name in _LINKS:
        if name in headers:
            headers[name] = link(headers[name], place)
    if "Refresh" in headers:
        headers["Refresh"] = refresh(headers["Refresh"], place)
    if _ALLOWED in headers:
        headers[_ALLOWED] = allowed(headers[_ALLOWED], place)
    if "Set-Cookie" in headers:
        cookies = [cookie(text, place) for text in headers.get_list("Set-Cookie")]
        drop(headers, "Set-Cookie")
        for text in cookies:
            if text is not None:
                headers.add("Set-Cookie", text)


def stands_alone(status: int, headers: HTTPHeaders) -> bool:
    """Whether a browser shows this answer, a page, in no frame at all: CSP 3, ``frame-ancestors``; RFC 7034.

    Which others it lets show it is the browser's to judge: how that reached this server is not known here.
    """
    is_page = headers.get("Content-Type", "").lower().startswith(("text/html", "application/xhtml"))
    if not is_page or 300 <= status < 400 or status >= 500 or "attachment" in headers.get(_SAVED, "").lower():
        return False
    policies = re.split("[;,]", ",".join(headers.get_list("Content-Security-Policy")).lower())
    ancestors = [
        rest for name, *rest in map(str.split, filter(str.strip, policies)) if name == "frame-ancestors"
    ]
    if ancestors:
        return any(rest in ([], ["'none'"]) for rest in ancestors)
    options = ",".join(headers.get_list("X-Frame-Options")).lower().split(",")
    return "deny" in [option.strip() for option in options]


def drop(headers: HTTPHeaders, name: str) -> None:
    """Leave a header out, however often it is there: tornado 6.5 deletes only what was read as one before."""
    headers.get(name)
    del headers[name]


def confine(headers: HTTPHeaders, place: Place) -> None:
    """The answer to ``<prefix>`` without a slash, taken for a worker's script: the folder of that path is the
    parent's, and a worker's scope is its script's folder where nothing else is said."""
    headers[_ALLOWED] = allowed(headers.get(_ALLOWED, "/"), place)


def allowed(value: str, place: Place) -> str:
    """``Service-Worker-Allowed``. It is the beginning of a string, not a folder: the slash counts."""
    inside = place.prefix + "/"
    if value and not _UNCLEAR.search(value) and urljoin(place.path, value).startswith(inside):
        return value
    return inside


def link(value: str, place: Place) -> str:
    """A URL that the app sends the browser to. Relative ones and other hosts' stay as they are."""
    if value.startswith("/") and value[1:2] not in ("/", "\\"):
        rest, direct = value, False
    else:
        try:
            parts = urlsplit(value)
            host, port = parts.hostname, parts.port
        except ValueError:
            return value
        if not host or parts.scheme not in ("", "http", "https") or "@" in parts.netloc:
            return value
        direct = _is_app(host, port, parts.scheme, place)
        if not direct and plain(parts.netloc) not in place.hosts:
            return value
        rest = value.split("//", 1)[1][len(parts.netloc) :]
        rest = rest if rest.startswith("/") else "/" + rest
    path = re.split(r"[?#]", rest, maxsplit=1)[0]
    if below(path, place.prefix) is not None:
        return rest
    for alias in place.aliases:
        tail = below(path, alias)
        if tail is not None:
            return place.prefix + tail + rest[len(path) :]
    if not direct and (place.aware or any(below(path, kept) is not None for kept in place.kept)):
        return value if rest[1:2] in ("/", "\\") else rest  # no other host out of a path
    return place.prefix + rest


def refresh(value: str, place: Place) -> str:
    """``Refresh: 0; url=/x``"""
    found = _REFRESH.fullmatch(value)
    if not found:
        return value
    before, quote, url, after = found.groups()
    return before + quote + link(url.strip(), place) + after


def cookie(text: str, place: Place) -> str | None:
    """``Set-Cookie``; ``None`` for one that must not be set."""
    pair, *attributes = text.split(";")
    # Without a name, the browser sends the value alone back, and that may read like another cookie.
    name = pair.lstrip("= \t").partition("=")[0].strip()
    if is_own(name, place.names):
        return None
    if name.lower().startswith("__host-"):
        return text
    kept, path, known = [pair], "", place.path.startswith(place.prefix + "/")
    for attribute in attributes:
        key, _, value = attribute.partition("=")
        key = key.strip().lower()
        if key == "path":
            path = value.strip()  # the last one counts
        elif key != "domain":
            kept.append(attribute)
    if path.startswith("/"):
        kept.append(f" Path={_cookie_path(path, place)}")
    elif not known:  # the browser would take the folder of the request's path, which is not the app's
        kept.append(f" Path={place.prefix}")
    return ";".join(kept)


def is_own(name: str, names: Collection[str]) -> bool:
    """Whether a cookie of this name is the server's or the hub's, the states of a hub's login included."""
    if name in names or any(name.startswith(f"{own}-oauth-state") for own in names):
        return True
    return _NAME_PREFIX.sub("", name, count=1).startswith("jupyterhub-")


def below(path: str, prefix: str) -> str | None:
    """What of ``path`` comes after ``prefix``, by whole decoded segments; ``None``: it is elsewhere."""
    parts, wanted = path.split("/"), prefix.rstrip("/").split("/")
    count = len(wanted)
    if [unquote(part) for part in parts[:count]] != [unquote(part) for part in wanted]:
        return None
    return "".join("/" + part for part in parts[count:])


def spoken(headers: HTTPHeaders) -> frozenset[str]:
    """The names by which the server was asked, as far as the request or a proxy says; no default ports."""
    hosts = [headers.get("Host", ""), *headers.get("X-Forwarded-Host", "").split(",")]
    if "Forwarded" in headers:
        hosts += re.findall(r'\bhost="?([^";,\s]+)', headers["Forwarded"], re.IGNORECASE)
    known = {plain(host.strip()) for host in hosts if host.strip()}
    for port in headers.get("X-Forwarded-Port", "").split(","):
        if port.strip().isdecimal():
            known |= {plain(f"{host}:{port.strip()}") for host in known if not re.search(r":\d+$", host)}
    return frozenset(known)


def plain(host: str) -> str:
    """TLS often ends before this server: a default port of either scheme says nothing."""
    return re.sub(r"\.?(:(80|443)?)?$", "", host.lower())


def _is_app(host: str, port: int | None, scheme: str, place: Place) -> bool:
    """Whether this address is the app's own, by which no browser reaches it."""
    own_host, own_port = place.address
    if own_port == 0:  # a unix socket: it has heard of no port
        return not port and _LOOPBACK.fullmatch(host) is not None
    if (port or (443 if scheme == "https" else 80)) != own_port:
        return False
    return host == own_host.lower() or _LOOPBACK.fullmatch(host) is not None


def _cookie_path(path: str, place: Place) -> str:
    for known in (place.prefix, *place.aliases):
        tail = below(path, known)
        if tail is not None:
            return place.prefix + tail
    is_above = below(place.prefix, path) is not None
    return place.prefix if is_above else place.prefix + path
