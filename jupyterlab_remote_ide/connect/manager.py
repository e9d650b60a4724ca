"""Which tunnel leads to this server, for whom, and what is said of it before anybody has the page."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from jupyterlab_remote_ide.errors import Denied
from jupyterlab_remote_ide.host import hub, scheduler
from jupyterlab_remote_ide.host.tunnel import Place, is_open_to_others, place_of
from jupyterlab_remote_ide.reasons import Reason
from jupyterlab_remote_ide.visitor import YES, Capability, Visitor, no

from . import records, text
from .commands import UnsafeName, commands, local_port


class Facts(Protocol):
    """What the server knows of itself (``feature.Server``)."""

    @property
    def ip(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def scheme(self) -> str: ...
    @property
    def is_on_socket(self) -> bool: ...
    @property
    def base_url(self) -> str: ...
    @property
    def first_page(self) -> str: ...


_REFUSALS: Mapping[str, str] = {
    "hub-no-tunnel": "A server of a JupyterHub is reached at the hub's address; no tunnel is needed.",
    "not-owner": "Only the owner of this server can log in where it runs.",
    "no-tcp-port": "This server listens on a Unix socket, not on a port.",
}


class ConnectManager:
    """``login_host``: the configured one, or empty. ``folder``: of the records."""

    def __init__(
        self,
        server: Facts,
        login_host: str,
        folder: Path,
        log: logging.Logger,
        open_to_others: Callable[[int], bool] = is_open_to_others,
    ) -> None:
        self._server = server
        self._login_host = login_host
        self._folder = folder
        self._log = log
        self._open_to_others = open_to_others
        self._left: tuple[Path, records.Record] | None = None
        self._ended = False

    def capability(self, visitor: Visitor) -> Capability:
        reason = self._problem() or (None if visitor.owner else "not-owner")
        return no(reason) if reason else YES

    def tunnel(self, visitor: Visitor) -> dict[str, object]:
        """``Tunnel`` of the contract. Raises ``Denied``."""
        reason = self.capability(visitor).reason
        if reason is not None:
            raise Denied(_REFUSALS[reason], reason)
        place = self._place()
        try:
            ready = commands(place)
        except UnsafeName as error:
            message = f"The name of the {error.what} has characters that do not fit into a command."
            raise Denied(message, "unsafe-name", {"what": error.what}) from None
        return {
            "node": place.node,
            "port": place.port,
            "scheme": place.scheme,
            "reach": place.reach,
            "job": {"system": place.system, "id": place.job} if place.system else None,
            "login_host": place.login_host,
            "login_host_source": place.login_source,
            "local_port": local_port(place),
            "browser_url": text.address(place, self._server.first_page),
            "ide_url": text.address(place, self._server.base_url),
            "commands": ready,
        }

    def announce(self) -> None:
        """Without a hub and inside a job: the way in is told in the log, and left for the login node."""
        if self._problem() or scheduler.batch_of(os.environ) is None:
            return
        place = self._place()
        try:
            said = text.lines(place, self._server.first_page)
        except UnsafeName as error:
            self._log.warning(
                "Remote IDE: no tunnel can be told: odd characters in the name of the %s", error
            )
            return
        self._log.info("Remote IDE: this server runs in a job.\n%s", "\n".join(f"    {one}" for one in said))
        if any(map(self._open_to_others, (1, 2))):
            self._log.warning(
                "Remote IDE: others can read this log, and Jupyter may write its token into it."
                " Write it to a folder that only you can enter."
            )
        self._leave(place)

    def _leave(self, place: Place) -> None:
        end = scheduler.job_of(os.environ).end_time
        first, base = self._server.first_page, self._server.base_url
        record = records.Record(place, first, base, socket.gethostname(), os.getpid(), time.time(), end)
        try:
            records.sweep(self._folder)
            self._left = records.write(self._folder, record), record
            if self._ended:  # the home answered too late
                self.stop()
        except OSError as error:
            self._log.warning("Remote IDE: `jupyter remote-ide tunnel` will not know this server: %s", error)

    @property
    def is_announced(self) -> bool:
        return self._left is not None

    def give_sign(self) -> None:
        """The record says that this server is still there; it comes back where somebody has swept it."""
        if self._left is not None:
            path, record = self._left
            with contextlib.suppress(OSError):
                try:
                    os.utime(path)
                except FileNotFoundError:
                    records.write(self._folder, record)

    def stop(self) -> None:
        self._ended = True
        if self._left is not None:
            with contextlib.suppress(OSError):
                self._left[0].unlink()

    def _place(self) -> Place:
        server = self._server
        return place_of(os.environ, server.ip, server.port, server.scheme, self._login_host)

    def _problem(self) -> Reason | None:
        if hub.find() is not None:
            return "hub-no-tunnel"
        return "no-tcp-port" if self._server.is_on_socket else None
