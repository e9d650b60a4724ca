"""Asks an app whether it can be opened: at the address that a person will open, and nobody but the app."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol
from urllib.parse import urlsplit

from jupyterlab_remote_ide.host import processes
from jupyterlab_remote_ide.host.family import Family
from jupyterlab_remote_ide.host.processes import Process
from jupyterlab_remote_ide.proxy.server import Address

from .probe import Answer, ask, look, speaks_tls
from .whereabouts import Finding, Place, Whereabouts, reachable

_ASK_SECONDS = 5.0
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 - compared, not bound


@dataclass(frozen=True)
class Question:
    """How an app is asked. ``path``: what a person opens, as the app sees it; ``prefix``: the same in the
    browser. ``health_path`` is asked while somebody watches. ``own``: a question of the server's own."""

    address: Address
    path: str = "/"
    prefix: str = "/"
    headers: Mapping[str, str] = field(default_factory=dict)
    health_path: str | None = None
    own: Callable[[], Awaitable[bool]] | None = None


class Asks(Protocol):
    """What a process needs to know of its program's answers."""

    async def ask(self, health: bool) -> Answer: ...
    async def look_around(self, use: bool) -> Answer | None: ...
    def place(self) -> Place | None: ...
    def listens(self) -> bool: ...
    def begin(self, family: Family, pid: int, exited: Callable[[], int | None]) -> None: ...
    def answered(self) -> None: ...
    def heirs(self) -> list[Process]: ...


class Asker:
    """Of one process after another of an app. ``fixed``: its definition names the address."""

    def __init__(self, question: Question, fixed: bool) -> None:
        self._question = question
        self._fixed = fixed
        self._where: Whereabouts | None = None

    def begin(self, family: Family, pid: int, exited: Callable[[], int | None]) -> None:
        """A new process of the app was spawned. ``exited``: its exit status, once it has one."""
        first = processes.read(pid)
        began = first.started if first is not None else 0
        self._where = Whereabouts(self._question.address, family, self._fixed, began, exited)

    def heirs(self) -> list[Process]:
        """Who is of the app by nothing but its socket. Blocks for milliseconds."""
        return self._where.heirs() if self._where is not None else []

    def answered(self) -> None:
        """It has been ready: from now on only the app's own processes are taken for it."""
        if self._where is not None:
            self._where.answered = True

    def place(self) -> Place | None:
        """Where a request can be sent now, or ``None`` where it would not be sure to reach the app."""
        return self._where.still() if self._where is not None else None

    def listens(self) -> bool:
        """Whether the socket that was seen to be the app's is still there, whoever holds it."""
        return self._where is not None and self._where.is_there()

    async def ask(self, health: bool) -> Answer:
        """Whether it answers at its address; gently where ``health`` says that it is only watched."""
        own = await self._own() if self._question.own is not None else None
        if own is not None and own.outcome != "ready":
            return own
        found = await self._find()
        if found.place is None:
            return (
                Answer("foreign", reason=found.reason, detail=found.detail)
                if found.reason
                else Answer("refused")
            )
        return own or await self._ask_at(found.place, health)

    async def look_around(self, use: bool) -> Answer | None:
        """While nothing answers at its address: what else is known. ``use``: another port that answers will
        do, for as long as its own does not."""
        where, expected = self._where, self._question.address.port
        if where is None or self._question.own is not None or not expected:
            return None
        found = await asyncio.to_thread(where.find, True)
        if found.place is not None:
            return await self._ask_at(found.place, False, thorough=True)
        elsewhere = reachable(found.elsewhere, expected)
        for listening in elsewhere if use else ():
            answer = await self._ask_at(Place(listening.address, listening.port), False, thorough=True)
            # Not one that only programs look at: metrics, a debugger.
            page = (answer.html and (answer.status or 0) < 400) or answer.location is not None
            if page and answer.outcome in ("ready", "away"):
                where.adopt(listening)
                return answer
        if not elsewhere:
            return None
        facts = {"port": elsewhere[0].port, "expected": expected}
        return Answer("refused", reason="listens-elsewhere", detail=facts)

    async def _find(self) -> Finding:
        where = self._where
        if where is None:
            return Finding()
        place, expected = where.still(), self._question.address.port
        # Nobody there, as it is most of the time while it starts: no thread for that.
        if (place is not None and (place.unix or place.port == expected)) or not where.somebody():
            return Finding(place)
        found = await asyncio.to_thread(where.find)
        return found if found.place is not None or place is None else Finding(place)

    async def _ask_at(self, place: Place, health: bool, thorough: bool = False) -> Answer:
        question = self._question
        address = question.address
        if not place.unix:
            address = replace(address, host=place.host, port=place.port)
        if health and address.raw:
            return look(address)
        path = (question.health_path if health else None) or question.path
        answer = await ask(address, path, _ASK_SECONDS, question.headers)
        if (answer.outcome == "not-http" or (answer.closed and thorough)) and await speaks_tls(address):
            return Answer("tls", reason="speaks-tls", detail={"port": address.port})
        if answer.outcome == "ready" and answer.location is not None:
            away = leaves(answer.location, address, question.prefix)
            if away is not None:
                return replace(answer, outcome="away", reason="redirects-away", detail={"location": away})
        if answer.outcome == "error-status":
            return replace(answer, reason="answers-5xx", detail={"status": answer.status})
        if not place.unix and place.port != question.address.port:
            facts = {"port": place.port, "expected": question.address.port}
            return replace(answer, reason="listens-elsewhere", detail=facts)
        return answer

    async def _own(self) -> Answer:
        assert self._question.own is not None  # noqa: S101
        try:
            good = await asyncio.wait_for(self._question.own(), _ASK_SECONDS)
        except Exception:  # whatever it raises, the program does not answer yet
            good = False
        return Answer("ready" if good else "refused")


def leaves(location: str, address: Address, prefix: str) -> str | None:
    """The origin that a redirect leads to, where that is not the app as the browser reaches it."""
    try:
        target = urlsplit(location.strip())
        port = target.port or {"http": 80, "https": 443}.get(target.scheme, 0)
    except ValueError:
        return None
    if not target.netloc:
        return None
    # An app that was told its public address leads there: to its own prefix.
    if (target.path + "/").startswith(prefix.rstrip("/") + "/") and prefix.strip("/"):
        return None
    own = target.scheme in ("", "http") and (target.hostname or "") in _LOOPBACK
    if own and (address.unix_socket is not None or port in (address.port, 0 if target.scheme else port)):
        return None
    return f"{target.scheme or 'http'}://{target.hostname or ''}" + (f":{target.port}" if target.port else "")
