"""This machine as the manager sees it: the outside systems joined, and the rule of the own uid."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from jupyterlab_remote_ide.host import owners
from jupyterlab_remote_ide.host.handle import Handle
from jupyterlab_remote_ide.host.listener import Listener, Scan, Scanner
from jupyterlab_remote_ide.host.processes import uids_tell_nothing
from jupyterlab_remote_ide.host.procnet import ProcNet
from jupyterlab_remote_ide.host.sockdiag import SockDiag, SockDiagV2, peer_owner

from .probe import Answer, probe

_METHODS: dict[str, Callable[[int | None], Scanner]] = {
    "sock-diag": SockDiag,
    "sock-diag-v2": SockDiagV2,
    "procfs": ProcNet,
}


class Machine:
    """``method`` is ``auto`` or the name of one way to scan. ``by_fd`` says that uids tell nothing and
    a socket counts as ours where a process that we may read holds it."""

    def __init__(self, method: str = "auto", uid: int | None = None) -> None:
        self.uid = os.getuid() if uid is None else uid
        self.by_fd = uids_tell_nothing(self.uid)
        self._wanted: int | None = None if self.by_fd else self.uid
        self._methods = tuple(_METHODS) if method == "auto" else (method,)
        self._owners = owners.Owners(self._wanted)
        self._peers_known = False
        self.ephemeral = _ephemeral()

    def scanners(self) -> Sequence[Scanner]:
        """The ways to scan, the cheapest first."""
        return [_METHODS[name](self._wanted) for name in self._methods]

    def owners(self, wanted: Iterable[int], first: Iterable[int], budget: float) -> dict[int, owners.Owner]:
        """See ``Owners.find``. Blocks up to ``budget`` seconds."""
        return self._owners.find(wanted, first, budget)

    def may_probe(self, scan: Scan) -> bool:
        """Whether a connection can never reach somebody else unseen: where the other end's owner can be
        asked, always; else only where there is nobody else. Blocks milliseconds in the second case."""
        try:
            peer_owner(("127.0.0.1", 9), ("127.0.0.1", 9))
            self._peers_known = True
        except OSError:
            self._peers_known = False
            return not self.by_fd and not scan.foreign_ports and not owners.others_exist(self.uid)
        return True

    async def probe(self, listener: Listener) -> Answer:
        return await probe(listener, self._is_ours)

    async def localhost(self) -> tuple[str, ...]:
        """The addresses of ``localhost``, which is what jupyter-server-proxy dials."""
        try:
            loop = asyncio.get_running_loop()
            found = await loop.getaddrinfo("localhost", None, type=socket.SOCK_STREAM)
        except OSError:
            return ("127.0.0.1",)
        return tuple(dict.fromkeys(str(row[4][0]) for row in found))

    def process(self, pid: int, started: float, inodes: Collection[int]) -> Handle | None:
        """The process, if it is still this one, ours, and the one that listens."""
        try:
            process = Handle(pid, started)
        except ProcessLookupError:
            return None
        if (self.by_fd or process.owned_by(self.uid)) and process.holds(inodes):
            return process
        process.close()
        return None

    def _is_ours(self, local: tuple[str, int], peer: tuple[str, int]) -> bool | None:
        try:
            owner = peer_owner(local, peer)
        except OSError:
            return None if self._peers_known else True  # ``may_probe`` made sure: there is nobody else
        if owner is None or owner[1] == 0:
            return None
        return bool(self._owners.find({owner[1]})) if self.by_fd else owner[0] == self.uid


def _ephemeral() -> tuple[int, int]:
    """First and last port the kernel gives out by itself."""
    try:
        low, high = Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()
    except (OSError, ValueError):
        return 32768, 60999
    return int(low), int(high)
