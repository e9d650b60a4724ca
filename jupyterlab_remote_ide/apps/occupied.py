"""Is the address free at which a program is about to listen? Looked at before every spawn."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath

from jupyterlab_remote_ide.host import listeners, processes
from jupyterlab_remote_ide.host.family import MARK
from jupyterlab_remote_ide.host.listeners import Listening, NoTables
from jupyterlab_remote_ide.host.processes import Process
from jupyterlab_remote_ide.host.terminals import came_out
from jupyterlab_remote_ide.proxy.server import Address
from jupyterlab_remote_ide.reasons import AppReason
from jupyterlab_remote_ide.tasks import Aside, NoAnswer

from .ending import end_one
from .launch import CannotStart
from .whereabouts import in_its_place, ourselves, readable

_MOST_HOLDERS = 100
_PATIENCE_SECONDS = 5.0


@dataclass(frozen=True)
class Outside:
    """An app that runs already, but was not started from here: by hand, or by another server."""

    process: Process
    listening: Listening

    def is_there(self) -> bool:
        """Whether it still is the one that listens: microseconds."""
        try:
            if self.listening.port:
                found = listeners.at(self.listening.address, self.listening.port)
                return found is not None and found.inode == self.listening.inode
            return listeners.unix(self.listening.address) == self.listening.inode
        except NoTables:
            return processes.is_alive(self.process)

    async def end(self, grace: float) -> bool:
        """End it, and those of its family that go on listening without it. Whether all that is gone."""
        process: Process | None = self.process
        for _ in range(_MOST_HOLDERS):
            if process is None or process.pid in ourselves() or not await end_one(process, grace):
                return False
            if not self.is_there():
                return True
            process = await asyncio.to_thread(processes.holder, self.listening.inode)
        return False

    def facts(self) -> Mapping[str, object]:
        listening, process = self.listening, self.process
        return {
            "address": str(listening.port) if listening.port else listening.address,
            "pid": process.pid,
            "program": readable(process.command),
            "started": process.started,
            "stoppable": True,
        }


class Occupied(CannotStart):
    """Somebody listens there already. ``outside``: it is the app itself."""

    def __init__(
        self, reason: AppReason, detail: Mapping[str, object], outside: Outside | None = None
    ) -> None:
        super().__init__("failed", reason, detail)
        self.outside = outside


async def look(
    address: Address, fixed: bool, name: str, arguments: Sequence[str], clean: bool = True
) -> None:
    """Raises ``Occupied``. ``clean``: remove the socket file that an earlier run left at a fixed path."""
    try:
        if address.unix_socket is None:
            # One on ::1 alone leaves 127.0.0.1 to the program.
            listening = listeners.at("127.0.0.1", address.port)
            if listening is not None:
                await asyncio.to_thread(_tell, listening, fixed, name, arguments)
        elif fixed:
            # The path may be in a home that is away: no thread that the server's end waits for.
            look_there = partial(_look_unix, address, name, arguments, clean)
            await Aside("Remote IDE: an app's socket", idle=0).run(look_there, _PATIENCE_SECONDS)
    except (NoTables, NoAnswer):
        return


async def find_outside(address: Address, name: str, arguments: Sequence[str]) -> Outside | None:
    """The app itself, where it runs already."""
    try:
        await look(address, True, name, arguments, clean=False)
    except Occupied as occupied:
        return occupied.outside
    return None


def _look_unix(address: Address, name: str, arguments: Sequence[str], clean: bool) -> None:
    path = address.unix_socket or ""
    owner = listeners.made_by(path)
    if owner is None:
        return
    inode = listeners.unix(path)
    if inode is None and owner == os.geteuid():
        # Perhaps one in another network namespace. A program without HTTP takes each connection for a guest.
        if not clean:
            return
        if address.raw or not listeners.takes_connections(path):
            with contextlib.suppress(OSError):
                Path(path).unlink()
            return
    _tell(Listening(path, 0, owner, inode or 0), True, name, arguments)


def _tell(listening: Listening, fixed: bool, name: str, arguments: Sequence[str]) -> None:
    if listening.uid != os.geteuid():
        raise Occupied(*in_its_place("stranger", listening, None, fixed))
    holder = processes.holder(listening.inode) if listening.inode else None
    outside = None
    if fixed and holder is not None and _is_app(holder, name, arguments):
        outside = Outside(holder, listening)
    raise Occupied(*in_its_place("own-other", listening, holder, fixed), outside)


def _is_app(process: Process, name: str, arguments: Sequence[str]) -> bool:
    """Started by hand with the same command, or by another server as the same app."""
    variables = processes.environ(process.pid) or {}
    if variables.get(MARK.encode(), b"").endswith(b":" + os.fsencode(name)) and not came_out(variables):
        return True
    there, wanted = processes.arguments(process.pid), list(arguments)
    if not there or not wanted:
        return False
    # The program may be found by its name or its path, and a script is run by its interpreter.
    return any(
        one and PurePath(one[0]).name == PurePath(wanted[0]).name and one[1:] == wanted[1:]
        for one in (there, there[1:])
    )
