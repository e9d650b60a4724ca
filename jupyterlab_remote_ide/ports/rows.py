"""From sockets to the rows of the list: merge, hide, group, link. Pure: no system, no clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from jupyterlab_remote_ide.host.listener import Listener
from jupyterlab_remote_ide.host.owners import Owner
from jupyterlab_remote_ide.reasons import PortReason
from jupyterlab_remote_ide.topic import Row

from . import oneline, recognise
from .probe import Answer, Kind
from .reach import reach
from .rules import OURS, Rules

_BEST: tuple[Kind, ...] = ("http", "websocket", "https", "tcp", "silent", "new", "internal")
_WEB: tuple[Kind, ...] = ("http", "websocket")
_ROLES: Mapping[str, PortReason] = {
    "server": "jupyter-server",
    "debugger": "debugger",
    "managed": "managed-app",
}
_NO_LINK: tuple[Kind, ...] = ("https", "tcp", "silent", "internal")


@dataclass(frozen=True)
class Origin:
    """Who started a process. ``role`` is set for those that are no app of the user's own."""

    kind: Literal["kernel", "terminal", "app", "other"] = "other"
    path: str | None = None
    role: Literal["server", "kernel", "debugger", "managed"] | None = None


@dataclass(eq=False)
class Socket:
    """One own listening socket and what is known of it so far. Both ``due``, ``seen`` and ``asked`` are on
    the loop's clock."""

    listener: Listener
    since: float  # epoch seconds
    owner: Owner | None = None
    origin: Origin = field(default_factory=Origin)
    looked: bool = False  # for its owner, once at least
    answer: Answer | None = None
    final: bool = False  # no further probe will follow
    seen: float = 0.0
    asked: float = 0.0  # when it answered, or did not, for the last time
    planned: bool = False  # when to ask it, if ever
    owner_tries: int = 0
    probe_tries: int = 0
    owner_due: float | None = None
    probe_due: float | None = None
    missed: bool = False

    @property
    def kind(self) -> Kind:
        return self.answer.kind if self.answer else "new"


@dataclass(frozen=True)
class Site:
    """Where the rows are shown: ``base_url`` with both slashes, ``host`` as the browser may see it."""

    base_url: str
    host: str = "<host>"


@dataclass(frozen=True)
class Around:
    """What the rows depend on beside their sockets. ``road``: whether ``proxy/<port>/`` leads anywhere."""

    localhost: Collection[str] = ("127.0.0.1",)
    foreign_ports: Collection[int] = ()
    kernel_ports: Collection[int] = ()
    ephemeral: tuple[int, int] = (32768, 60999)
    road: bool = True
    rules: Rules = OURS


def origin(
    owner: Owner,
    server_pid: int,
    kernels: Mapping[int, str],
    terminals: Mapping[int, str],
    managed: Mapping[int, str] | None,
    notebooks: Mapping[str, str],
) -> Origin:
    """Who started this process, from its parents and its session (a shell's, a kernel's).

    A program started in the terminal *of* a supervised app has a session of its own: it is the user's. Where
    nobody supervises, what hangs below the server and is neither kernel nor terminal is taken for managed.
    """
    if owner.pid == server_pid:
        return Origin(role="server")
    if recognise.is_debugger(owner.argv):
        return Origin("kernel", role="debugger")
    line = (owner.pid, owner.session, *owner.parents)
    if recognise.is_kernel(owner.argv) or owner.pid in kernels:
        return Origin("kernel", notebooks.get(kernels.get(owner.pid, "")), role="kernel")
    if managed is not None and (name := managed.get(owner.group, managed.get(owner.session))) is not None:
        return Origin("app", name, role="managed")
    for pid in line:
        if pid in kernels:
            return Origin("kernel", notebooks.get(kernels[pid]))
        if pid in terminals:
            return Origin("terminal", terminals[pid])
        if managed is not None and pid in managed:
            return Origin("app", managed[pid])
    if server_pid in owner.parents:
        ancestors = (owner.pid, *owner.parents)
        child = ancestors[ancestors.index(server_pid) - 1]
        same = owner.session in (child, server_pid) or owner.pid == child
        return Origin("app", role="managed" if managed is None and same else None)
    return Origin()


@dataclass
class Built:
    """The rows of the last time, each with all that it was made of. Of a thousand programs one answers at a
    time: the others' rows are not made anew."""

    around: Around | None = None
    rows: dict[str, tuple[object, Row]] = field(default_factory=dict)


def build(sockets: Iterable[Socket], site: Site, around: Around, last: Built | None = None) -> dict[str, Row]:
    """The rows by id, those that are shown first. One row holds all sockets of (pid, port).

    ``last`` is of the same site; it is brought up to date.
    """
    merged: dict[str, list[Socket]] = {}
    for socket in sockets:
        port = socket.listener.port
        key = f"{socket.owner.pid}-{port}" if socket.owner else f"inode-{socket.listener.inode}"
        merged.setdefault(key, []).append(socket)
    web = {s.owner.pid for group in merged.values() for s in group if s.owner and s.kind in _WEB}
    ports: dict[int, list[Listener]] = {}
    for group in merged.values():
        ports.setdefault(group[0].listener.port, []).extend(s.listener for s in group)
    last = last or Built()
    known = last.rows if last.around == around else {}
    built: dict[str, tuple[object, Row]] = {}
    for key, group in merged.items():
        others = ports[group[0].listener.port]
        facts = (_facts(group, web), others)
        before = known.get(key)
        if before is None or before[0] != facts:
            before = facts, _row(key, group, web, site, around, others)
        built[key] = before
    last.around, last.rows = around, built
    rows = [row for _, row in built.values()]
    rows.sort(key=lambda row: (row["hidden"], row["port"], row["id"]))
    return {row["id"]: row for row in rows}


def _facts(sockets: list[Socket], web: Collection[int]) -> list[object]:
    """All that ``_row`` reads of them and that may change."""
    return [
        (
            *(s, s.owner, s.origin, s.answer, s.looked, s.final, s.probe_tries),
            s.owner is not None and (s.owner.pid in web, s.owner.ppid in web),
        )
        for s in sockets
    ]


def _row(
    key: str,
    sockets: list[Socket],
    web: Collection[int],
    site: Site,
    around: Around,
    others: Collection[Listener],
) -> Row:
    """``others``: all that listen on its port, its own too."""
    best = min(sockets, key=lambda s: _BEST.index(s.kind))
    owner, port = best.owner, best.listener.port
    listeners = [s.listener for s in sockets]
    host, why = reach(listeners, around.localhost, port in around.foreign_ports, others)
    if best.answer and best.answer.foreign:
        host, why = None, "other-user-on-port"
    elif host is not None and best.kind == "https":
        host, why = None, "tls"
    elif host is not None and not around.road:
        host, why = None, "no-proxy"
    group = _group(best, web)
    reasons = [_hidden(s, group in web, around) for s in sockets]
    hidden = reasons[0] if all(reasons) else None
    strip = f"{site.base_url}proxy/{host or ''}{port}"
    absolute = f"{site.base_url}proxy/absolute/{host or ''}{port}"
    argv, headers = owner.argv if owner else (), best.answer.headers if best.answer else {}
    known = recognise.recognise(argv, headers, strip, absolute, around.rules)
    # The server passes no requests to itself, and to those others a browser has nothing to say.
    inner = best.origin.role == "server" or hidden in ("kernel", "debugger", "internal")
    linked = host is not None and best.kind not in _NO_LINK and not inner
    return {
        "id": key,
        "port": port,
        "addresses": sorted({x.address for x in listeners}),
        "inodes": sorted(x.inode for x in listeners),
        "pid": owner.pid if owner else None,
        "label": oneline.label(known.label),
        "framework": known.framework,
        "folder": oneline.path(owner.folder) if owner else None,
        "started": owner.started if owner else None,
        "started_by": {"kind": best.origin.kind, "path": oneline.path(best.origin.path)},
        "kind": best.kind,
        "settled": best.final,
        "error": best.answer.status if best.answer and best.answer.fails else None,
        "reachable": host is not None,
        "why": hidden or why,
        "url": recognise.link(known, strip, absolute, around.rules) if linked else None,
        "hint": recognise.hint(known, strip, absolute, site.host, around.rules) if linked else None,
        "since": min(s.since for s in sockets),
        "hidden": hidden is not None,
        "group": key if best.origin.role == "kernel" or group is None else str(group),
    }


def _group(socket: Socket, web: Collection[int]) -> int | None:
    """The process whose row this one belongs to: itself, or the parent that serves the page."""
    if socket.owner is None:
        return None
    parent = socket.owner.ppid
    return parent if parent in web and socket.kind not in _WEB else socket.owner.pid


def _hidden(socket: Socket, page: bool, around: Around) -> PortReason | None:
    """Why a socket is not shown; ``page`` says that its group has a web page already."""
    role, kind, port = socket.origin.role, socket.kind, socket.listener.port
    if not socket.looked:
        return "checking"  # a kernel has six listeners, of which none may flash
    if role in ("server", "debugger", "managed"):
        return _ROLES[role]
    if kind == "internal":
        return "kernel" if role == "kernel" or socket.owner is None else "internal"
    if role == "kernel" or socket.owner is None:
        if port in around.kernel_ports:
            return "kernel"
        # On a busy machine an owner is found late and a kernel greets late: one more try before it shows.
        if not socket.final and (kind == "new" or (kind == "silent" and socket.probe_tries < 2)):
            return "checking"
        if role == "kernel" and kind == "new":
            return "kernel"
    if socket.answer and socket.answer.banner:
        return "not-http"
    if socket.owner and not recognise.speaks_http(socket.owner.argv):
        return "not-http"
    if kind == "tcp" or (kind == "silent" and socket.final):
        if page and role != "kernel":
            return "side-port"
        if around.ephemeral[0] <= port <= around.ephemeral[1]:
            return "not-http"
    return None
