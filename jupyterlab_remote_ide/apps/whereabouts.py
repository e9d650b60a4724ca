"""Where an app answers, and that it is the app that answers there.

An address proves nothing: a program that was there before or a stranger may answer at it. What counts is who
holds the listening socket: the app is what descends from the program that was started or carries its mark,
whoever it runs as. See docs/adr/0005.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from jupyterlab_remote_ide.host import listeners, processes
from jupyterlab_remote_ide.host.family import MARK, Family, uids
from jupyterlab_remote_ide.host.listeners import Listening, NoTables
from jupyterlab_remote_ide.host.processes import Process
from jupyterlab_remote_ide.proxy.server import Address
from jupyterlab_remote_ide.reasons import AppReason
from jupyterlab_remote_ide.redact import one_line

Whose = Literal["app", "own-other", "stranger"]
# While an app starts it is asked a hundred times a second; without netlink each look costs milliseconds.
_MOMENT = 0.2


@dataclass(frozen=True)
class Place:
    """Where requests are sent: a host and port of this machine; ``unix`` where a path is asked instead."""

    host: str = "localhost"
    port: int = 0
    unix: bool = False


@dataclass(frozen=True)
class Finding:
    """``place``: where the app answers. Else ``reason`` says who does in its place, ``None``: nobody, or not
    known. ``elsewhere``: where else the app listens, while it does not at its address."""

    place: Place | None = None
    reason: AppReason | None = None
    detail: Mapping[str, object] = field(default_factory=dict)
    elsewhere: tuple[Listening, ...] = ()


class Whereabouts:
    """Of one start. The methods that walk through the table of processes block for milliseconds: they belong
    into a thread."""

    def __init__(
        self, address: Address, family: Family, fixed: bool, began: int, exited: Callable[[], int | None]
    ) -> None:
        """``began``: when, in clock ticks after boot; ``fixed``: the definition names the address;
        ``exited``: the exit status of the command, as far as it is known to have ended."""
        self._address = address
        self._family = family
        self._fixed = fixed
        self._began = began
        self._exited = exited
        self._accepted: set[int] = set()
        self.answered = False
        self.place: Place | None = Place(unix=True) if address.unix_socket is not None else None

    def still(self) -> Place | None:
        """The place, if who listens there is surely the app: microseconds. ``None``: ``find`` has to tell.

        Also where nobody listens at this moment: at the next one it could be a stranger.
        """
        place = self.place
        if place is None:
            return None
        try:
            if place.unix:
                path = self._address.unix_socket or ""
                return place if not self._fixed or self._made_by_us(path) else None
            found = listeners.at(place.host, place.port, recent=True)
            # Where it listens elsewhere for want of anything better, its own address comes first.
            if place.port != self._address.port and listeners.on_loopback(self._address.port):
                return None
        except NoTables:
            return place
        return place if found is not None and found.inode in self._accepted else None

    def is_there(self) -> bool:
        """Whether a socket that was accepted as the app's still listens: microseconds."""
        place = self.place
        if place is None or not self._accepted:
            return False
        try:
            if place.unix:
                return listeners.unix(self._address.unix_socket or "") in self._accepted
            found = listeners.at(place.host, place.port)
        except NoTables:
            return False
        return found is not None and found.inode in self._accepted

    def heirs(self) -> list[Process]:
        """Who holds a socket that was seen to be the app's, though nothing else tells of them: a program that
        overwrites its environment may have put itself into the background unseen."""
        place = self.place
        try:
            if place is None:
                return []
            if place.unix:
                inode = listeners.unix(self._address.unix_socket or "")
            else:
                found = listeners.at(place.host, place.port)
                inode = found.inode if found is not None else None
        except NoTables:
            return []
        holder = processes.holder(inode) if inode is not None and inode in self._accepted else None
        if holder is not None and holder.started >= self._began:
            self._family.join(holder)
        return self._family.look() if holder is not None else []

    def somebody(self) -> bool:
        """Whether anybody listens at its usual address, or did a moment ago: microseconds."""
        address = self._address
        try:
            if address.unix_socket is not None:
                return os.path.lexists(address.unix_socket)
            return bool(listeners.on_loopback(address.port, ago=_MOMENT))
        except NoTables:
            return True

    def find(self, thorough: bool = False) -> Finding:
        """Who answers at the address; ``thorough``: and if it is not the app, where else that listens."""
        try:
            found = self._find(thorough)
        except NoTables:
            self.place = self.place or Place("localhost", self._address.port)
            return Finding(self.place)
        if found.place is not None and found.place.port:
            listeners.hold([found.place.port])
        return found

    def adopt(self, place: Listening) -> None:
        """Take this, too, for where the app answers."""
        self._accepted.add(place.inode)
        self.place = Place(place.address, place.port)

    def _find(self, thorough: bool) -> Finding:
        address = self._address
        if address.unix_socket is not None:
            return self._find_unix(address.unix_socket)
        found = listeners.on_loopback(address.port)
        family: list[Process] | None = None
        others: list[tuple[Whose, Listening, Process | None]] = []
        for listening in found:
            whose, holder, family = self._whose(listening, family)
            if whose == "app":
                self.adopt(listening)
                return Finding(self.place)
            others.append((whose, listening, holder))
        elsewhere = self._elsewhere(family) if thorough else ()
        for listening in elsewhere:
            if listening.port == address.port:  # its own port, but on another address of this machine
                self.adopt(listening)
                return Finding(self.place)
        if not others:
            return Finding(elsewhere=elsewhere)
        whose, listening, holder = others[0]
        return Finding(None, *in_its_place(whose, listening, holder, self._fixed), elsewhere)

    def _find_unix(self, path: str) -> Finding:
        if not self._fixed:  # in a folder that nobody else can enter
            return Finding(self.place)
        inode = listeners.unix(path)
        if inode is None or inode in self._accepted:
            return Finding(self.place if self._made_by_us(path) else None)
        owner = listeners.made_by(path)
        listening = Listening(path, 0, os.geteuid() if owner is None else owner, inode)
        whose, holder, _ = self._whose(listening, None)
        if whose == "app":
            self._accepted.add(inode)
            return Finding(self.place)
        return Finding(None, *in_its_place(whose, listening, holder, self._fixed))

    def _made_by_us(self, path: str) -> bool:
        owner = listeners.made_by(path)
        return owner in (None, 0, os.geteuid()) or owner in self._family.accounts

    def _whose(
        self, listening: Listening, family: list[Process] | None
    ) -> tuple[Whose, Process | None, list[Process] | None]:
        """Whose it is, with its holder where that is somebody else; and the family, once it was looked at."""
        if listening.inode in self._accepted:
            return "app", None, family
        family = self._family.look() if family is None else family
        if listening.uid != os.geteuid():
            # Root is no stranger: a container engine or an init system listens for what it starts.
            # Once nothing of it is seen any more, an account that it ran as before is all that is known.
            accounts = uids(family) if family else self._family.accounts
            mine = listening.uid in accounts or (listening.uid == 0 and not self.answered)
            return "app" if mine else "stranger", None, family
        held = [processes.sockets(process.pid) for process in family]
        if any(listening.inode in (inodes or ()) for inodes in held):
            return "app", None, family
        holder = processes.holder(listening.inode)
        if holder is None:  # nobody whom we may ask: one of ours may hide what it holds
            mine = not processes.are_visible() or None in held or not self.answered
            return "app" if mine else "own-other", None, family
        if self._came_of_it(holder, family):
            self._family.join(holder)
            leader = processes.read(holder.session)
            if leader is not None and leader.started >= self._began and not self._is_others(leader):
                self._family.join(leader, leads=True)  # a loop that starts it again, in a window of its own
            return "app", None, family
        return "own-other", holder, family

    def _came_of_it(self, holder: Process, family: list[Process]) -> bool:
        """Whether a program without mark or descent, or one in a terminal, is the app all the same: a service
        manager or a terminal multiplexer was asked to start it. It began after the start, on the address that
        was given to the app.

        On a port that others know, nothing of the app must be left, and its command must be known to have
        ended as one that has done its work: one that has just died may have done so because it was taken.
        """
        if self.answered or holder.started < self._began or self._is_others(holder):
            return False
        if self._family.spares(holder):
            return True
        return not self._fixed or (not family and self._exited() == 0)

    def _is_others(self, process: Process) -> bool:
        return is_marked(process) and not self._family.spares(process)

    def _elsewhere(self, family: list[Process] | None) -> tuple[Listening, ...]:
        family = self._family.look() if family is None else family
        inodes: set[int] = set()
        for process in family:
            inodes |= processes.sockets(process.pid) or set()
        return tuple(listening for listening in listeners.everybody() if listening.inode in inodes)


def is_marked(process: Process) -> bool:
    """Whether it is, or came of, an app of this or another server."""
    return MARK.encode() in (processes.environ(process.pid) or {})


def in_its_place(
    whose: Whose, listening: Listening, holder: Process | None, fixed: bool
) -> tuple[AppReason, Mapping[str, object]]:
    """The reason and the facts for the sentence about somebody else at an app's address."""
    address = listening.address if not listening.port else str(listening.port)
    if whose == "stranger":
        return "other-user-on-port", {
            "address": address,
            "account": account(listening.uid),
            "fixed": fixed,
        }
    return "port-taken", {
        "address": address,
        "pid": holder.pid if holder else None,
        "program": readable(holder.command) if holder else None,
        "started": holder.started if holder else None,
        "stoppable": holder is not None and holder.pid not in ourselves(),
        "fixed": fixed,
    }


def ourselves() -> set[int]:
    """This server and what it runs in: nothing that a person means to stop for the sake of an app."""
    found, pid = set(), os.getpid()
    while pid > 1 and pid not in found and (process := processes.read(pid)) is not None:
        found.add(pid)
        pid = process.parent
    return found | {os.getpid()}


def account(uid: int) -> str | None:
    """The account's name, where it has one."""
    import pwd  # not on every system

    try:
        return readable(pwd.getpwuid(uid).pw_name)
    except KeyError:
        return None


def readable(name: str) -> str:
    """A program's name of itself may hold anything."""
    return one_line(name)[:40]


def reachable(found: Iterable[Listening], expected: int) -> tuple[Listening, ...]:
    """Of other ports of an app each once, IPv4 first."""
    by_port: dict[int, Listening] = {}
    for listening in sorted(found, key=lambda one: (":" in one.address, one.port)):
        if listening.port != expected:
            by_port.setdefault(listening.port, listening)
    return tuple(by_port.values())
