"""Wiring of session."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from jupyterlab_remote_ide.checks import Check, Subject
from jupyterlab_remote_ide.feature import Feature, Route, Services
from jupyterlab_remote_ide.host import gpus
from jupyterlab_remote_ide.reasons import ServerWarning
from jupyterlab_remote_ide.visitor import Capability, Visitor

from .handlers import routes
from .manager import SessionManager
from .server import Server
from .usage import Usage


class Session(Feature):
    name = "session"

    def __init__(self, manager: SessionManager, usage: Usage) -> None:
        self.manager = manager
        self.usage = usage
        self.routes: Sequence[Route] = routes(manager)
        self.topics = (usage.topic,)

    def capabilities(self, visitor: Visitor) -> Mapping[str, Capability]:
        return {"server-stop": self.manager.capability()}

    def warnings(self) -> Sequence[ServerWarning]:
        return self.manager.warnings()

    async def checks(self, subject: Subject) -> Sequence[Check]:
        return self.manager.checks()

    async def stop(self) -> None:
        await self.usage.stop()


def create(services: Services) -> Feature:
    def mode(visitor: Visitor) -> str:
        return services.apitokens.mode(visitor) if services.apitokens is not None else "none"

    server = Server(services.serverapp)
    manager = SessionManager(server, services.features, mode, services.log)
    return Session(manager, Usage(lambda: gpus.look(os.environ)))
