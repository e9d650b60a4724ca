"""Wiring of ports: the manager with this machine and this server, or nothing where it is switched off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from jupyter_server.utils import url_path_join

from jupyterlab_remote_ide.base import PREFIX
from jupyterlab_remote_ide.feature import Feature, Route, Services
from jupyterlab_remote_ide.topic import Topic
from jupyterlab_remote_ide.visitor import Capability, Visitor, no

from . import entrypoints
from .config import Options
from .handlers import PortsHandler, StopHandler
from .machine import Machine
from .manager import PortsManager
from .road import Road
from .rows import Site
from .surroundings import Surroundings


class Ports(Feature):
    name = "ports"

    def __init__(self, manager: PortsManager | None) -> None:
        self._manager = manager
        arguments = {"manager": manager}
        self.routes: Sequence[Route] = (
            (url_path_join(PREFIX, "ports"), PortsHandler, arguments),
            (url_path_join(PREFIX, r"ports/([\w-]+)/stop"), StopHandler, arguments),
        )
        # Switched off, the topic is there and empty: a page may watch several at once.
        self.topics: Sequence[Topic] = (manager.topic if manager else Topic("ports"),)

    def capabilities(self, visitor: Visitor) -> Mapping[str, Capability]:
        if self._manager is None:
            denied = no("ports-disabled")
            return {"ports-list": denied, "ports-stop": denied}
        return self._manager.capabilities(visitor)

    async def stop(self) -> None:
        if self._manager is not None:
            await self._manager.stop()


def create(services: Services) -> Feature:
    """Cheap: one scan to see which way works, and nothing else until somebody watches."""
    config = services.config.of(Options)
    if not config.ports_enabled:
        return Ports(None)
    apps = services.apps
    manager = PortsManager(
        Machine(config.ports_method),
        Surroundings(services.serverapp, apps.managed_groups if apps is not None else None, services.log),
        Site(services.serverapp.base_url),
        services.log,
        probing=config.ports_probe,
        road=Road(services.serverapp.web_app, services.serverapp.base_url),
        rules=partial(entrypoints.read, services.log),
    )
    return Ports(manager)
