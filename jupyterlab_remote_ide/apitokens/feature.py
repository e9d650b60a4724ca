"""Wiring of apitokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir
from jupyter_server.serverapp import ServerApp
from traitlets.utils.importstring import import_item

from jupyterlab_remote_ide.checks import Check, Subject
from jupyterlab_remote_ide.feature import Feature, Route, Services
from jupyterlab_remote_ide.host import hub
from jupyterlab_remote_ide.reasons import ServerWarning
from jupyterlab_remote_ide.topic import Topic
from jupyterlab_remote_ide.visitor import Capability, Visitor

from .audit import Audit
from .backend import TokenBackend
from .backends.embedded.backend import Embedded
from .backends.hub.backend import HubOAuth, ServerToken
from .backends.hub.sight import Sight
from .backends.manual import Manual
from .config import Options
from .handlers import routes
from .manager import ApiTokenManager
from .pasted import Pasted
from .wish import Lifetimes


class ApiTokens(Feature):
    name = "apitokens"

    def __init__(self, manager: ApiTokenManager, backends: Sequence[TokenBackend], pasted: Pasted) -> None:
        self.manager = manager
        self.backends = backends
        self.pasted = pasted
        self.topics: Sequence[Topic] = (manager.topic,)
        self.routes: Sequence[Route] = routes(manager, pasted)

    def mode(self, visitor: Visitor) -> str:
        """What ``status`` tells: ``embedded``, ``hub-manual``, or ``none``."""
        return self.manager.mode(visitor)

    def capabilities(self, visitor: Visitor) -> Mapping[str, Capability]:
        capability = self.manager.capability(visitor)
        change = self.manager.change_capability(visitor)
        return {"apitokens-change": change, "apitokens-create": capability, "apitokens-list": capability}

    def warnings(self) -> Sequence[ServerWarning]:
        return self.manager.warnings()

    async def checks(self, subject: Subject) -> Sequence[Check]:
        return [] if subject.secret is None else await self.pasted.checks(subject.visitor, subject.secret)

    async def stop(self) -> None:
        await self.manager.stop()


def create(services: Services) -> Feature:
    serverapp, config = services.serverapp, services.config.of(Options)
    longest = config.apitokens_max_lifetime
    backends = _backends(serverapp, config)
    lifetimes = Lifetimes(config.apitokens_default_lifetime, longest)
    manager = ApiTokenManager(backends, lifetimes, Audit(serverapp.event_logger))
    pasted = Pasted(lambda: hub.login(serverapp.identity_provider, serverapp.web_app.settings))
    feature = services.apitokens = ApiTokens(manager, backends, pasted)
    return feature


def _backends(serverapp: ServerApp, config: Options) -> list[TokenBackend]:
    """In the order in which they are asked; the last one says why not."""
    around = hub.find()
    if config.apitokens_backend_class:
        own: Callable[[ServerApp], TokenBackend] = import_item(config.apitokens_backend_class)
        return [own(serverapp)]
    if around is not None:
        return _of_hub(serverapp, around, config.apitokens_use_server_token)
    on_disk = config.apitokens_storage == "file"
    data = Path(jupyter_data_dir()) / "remote_ide" if on_disk else None
    return [Embedded(serverapp, data, config.apitokens_max_lifetime, config.apitokens_enabled)]


def _of_hub(serverapp: ServerApp, around: hub.Hub, is_server_token: bool) -> list[TokenBackend]:
    settings = serverapp.web_app.settings
    login = hub.login(serverapp.identity_provider, settings)
    if login is None or around.user is None:
        return [Manual()]
    sight = Sight(settings, serverapp.base_url, login)
    found: list[TokenBackend] = [HubOAuth(around, login, sight)]
    if is_server_token:
        found.append(ServerToken(around, login, sight))
    return [*found, Manual()]
