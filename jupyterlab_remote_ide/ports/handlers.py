"""The calls of the ports: list, stop."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_remote_ide.base import AUTH_RESOURCE, RemoteIDEHandler
from jupyterlab_remote_ide.errors import BadRequest, Denied

from .manager import PortsManager

Verb = TypeVar("Verb", bound=Callable[..., Awaitable[None]])


def _may_execute(verb: Verb) -> Verb:
    """To end a program is what to start one is, not a change of a document."""
    return cast("Verb", authorized(action="execute", resource=AUTH_RESOURCE)(verb))


class _Handler(RemoteIDEHandler):
    def initialize(self, manager: PortsManager | None) -> None:
        self._manager = manager

    @property
    def manager(self) -> PortsManager:
        """Raises ``Denied`` where an administrator switched the list off."""
        if self._manager is None:
            msg = "The list of ports is switched off on this server."
            raise Denied(msg, "ports-disabled")
        return self._manager


class PortsHandler(_Handler):
    """``GET ports``."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        manager = self.manager
        await manager.current()
        topic = manager.topic
        head = {"now": time.time(), "seq": topic.seq, "method": manager.method}
        self.reply({**head, "ports": topic.rows(), "cut": topic.cut})


class StopHandler(_Handler):
    """``POST ports/{id}/stop``."""

    @web.authenticated
    @_may_execute
    async def post(self, key: str) -> None:
        body = self.body(["pid", "started", "inodes"])
        pid, started, inodes = body["pid"], body["started"], body["inodes"]
        listed = isinstance(inodes, list) and inodes and all(_whole(inode) for inode in inodes)
        if not (_whole(pid) and isinstance(started, (int, float)) and listed):
            msg = "A field has the wrong type."
            raise BadRequest(msg, "bad-field")
        await self.manager.end(self.visitor, key, pid, started, inodes)
        self.set_status(204)
        self.finish()


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
