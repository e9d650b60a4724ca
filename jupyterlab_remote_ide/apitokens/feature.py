"""Wiring of apitokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir
from jupyter_server.serverapp import ServerApp
from traitlets.utils.importstring import import_item

from jupyterlab_remote_ide.feature import Feature, Route, Services
from jupyterlab_remote_ide.host import hub
from jupyterlab_remote_ide.reasons import ServerWarning
from jupyterlab_remote_ide.topic import Topic
from jupyterlab_remote_ide.visitor import Capability, Visitor

from .audit import Audit
from .backend import TokenBackend
from .backends.embedded.backend import Embedded
from .backends.manual import Manual
from .config import Options
from .handlers import routes
from .manager import ApiTokenManager, Lifetimes


class ApiTokens(Feature):
    name = "apitokens"

    def __init__(self, manager: ApiTokenManager, backends: Sequence[TokenBackend]) -> None:
        self.manager = manager
        self.backends = backends
        self.topics: Sequence[Topic] = (manager.topic,)
        self.routes: Sequence[Route] = routes(manager)

    def mode(self, visitor: Visitor) -> str:
        """What ``status`` tells: ``embedded``, ``hub-manual``, or ``none``."""
        return self.manager.mode(visitor)

    def capabilities(self, visitor: Visitor) -> Mapping[str, Capability]:
        capability = self.manager.capability(visitor)
        return {"apitokens-create": capability, "apitokens-list": capability}

    def warnings(self) -> Sequence[ServerWarning]:
        return self.manager.warnings()

    async def stop(self) -> None:
        await self.manager.stop()


def create(services: Services) -> Feature:
    serverapp, config = services.serverapp, services.config.of(Options)
    longest = config.apitokens_max_lifetime
    backend: TokenBackend
    if config.apitokens_backend_class:
        own: Callable[[ServerApp], TokenBackend] = import_item(config.apitokens_backend_class)
        backend = own(serverapp)
    elif hub.find() is not None:
        backend = Manual()
    else:
        on_disk = config.apitokens_storage == "file"
        data = Path(jupyter_data_dir()) / "remote_ide" if on_disk else None
        backend = Embedded(serverapp, data, longest, config.apitokens_enabled)
    lifetimes = Lifetimes(config.apitokens_default_lifetime, longest)
    manager = ApiTokenManager([backend], lifetimes, Audit(serverapp.event_logger))
    feature = services.apitokens = ApiTokens(manager, [backend])
    return feature
