"""Wiring of apitokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir

from jupyterlab_remote_ide.feature import Feature, Route, Services
from jupyterlab_remote_ide.visitor import Capability, Visitor

from . import identity, logmask
from .handlers import routes
from .manager import ApiTokenManager, Lifetimes
from .sockets import Sockets
from .store import Store


class ApiTokens(Feature):
    """``mode`` is what ``status`` tells: ``embedded``, ``hub-manual``, or ``none``."""

    name = "apitokens"

    def __init__(
        self, manager: ApiTokenManager, mode: str, sockets: Sockets, undo: Sequence[Callable[[], None]]
    ) -> None:
        self.manager = manager
        self.mode = mode
        self.sockets = sockets
        self.routes: Sequence[Route] = routes(manager)
        self._undo = undo

    def capabilities(self, visitor: Visitor) -> Mapping[str, Capability]:
        capability = self.manager.capability(visitor)
        return {"apitokens-create": capability, "apitokens-list": capability}

    def warnings(self) -> Sequence[str]:
        return self.manager.warnings()

    async def stop(self) -> None:
        for undo in self._undo:
            undo()
        await self.manager.stop()


def create(services: Services) -> Feature:
    serverapp, config = services.serverapp, services.config
    reason = identity.refusal(serverapp.identity_provider)
    mode = "embedded" if reason is None else "hub-manual" if reason == "hub-manual" else "none"
    if reason is None and not config.apitokens_enabled:
        reason = "turned-off"
    file = config.apitokens_storage == "file" and reason is None
    path = Path(jupyter_data_dir()) / "remote_ide" / "apitokens.json" if file else None
    longest = config.apitokens_max_lifetime
    store = Store(path, serverapp.root_dir, serverapp.base_url, serverapp.log, longest=longest)
    sockets = Sockets(serverapp.web_app.settings, store.expiry)
    lifetimes = Lifetimes(config.apitokens_default_lifetime, longest)
    manager = ApiTokenManager(store, sockets, lifetimes, reason)
    undo = [sockets.stop]
    if reason is None:
        provider = serverapp.identity_provider
        undo.append(identity.wrap(provider, serverapp.base_url, store, manager.seen, sockets.follow))
        undo.append(logmask.install(serverapp.log))
    feature = services.apitokens = ApiTokens(manager, mode, sockets, undo)
    return feature
