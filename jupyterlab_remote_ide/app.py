"""The server extension: creates the features, joins them to the web application, stops them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from jupyter_server.extension.application import ExtensionApp
from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join

from .base import PREFIX, UnknownPath
from .config import Configuration, remote_ide
from .feature import Failed, Feature, Services
from .loading import LoadLog
from .watch import WatchHandler

# In this order: a later one finds the earlier ones in the services.
FEATURES = ("apitokens", "apps", "connect", "ports", "session")


def _configuration() -> type[Configuration]:
    modules = [f"{__package__}.{name}.config" for name in FEATURES]
    return remote_ide(import_module(module).Options for module in modules if find_spec(module))


RemoteIDE = _configuration()


def _create(name: str) -> Callable[[Services], Feature]:
    create: Callable[[Services], Feature] = import_module(f".{name}.feature", __package__).create
    return create


class RemoteIDEApp(ExtensionApp):
    """An ``ExtensionApp``, because jupyter_server awaits ``stop_extension`` of these alone."""

    name = "jupyterlab_remote_ide"
    extension_url = "/lab"
    load_other_extensions = True
    classes = [RemoteIDE]  # noqa: RUF012 - traitlets' own way

    def _link_jupyter_server_extension(self, serverapp: ServerApp) -> None:
        # The one moment before jupyter-server-proxy is loaded: all are linked first.
        self._load_log = LoadLog()
        self._load_log.listen(serverapp.log)
        super()._link_jupyter_server_extension(serverapp)

    def initialize_handlers(self) -> None:
        # Not in initialize_settings: after that, ExtensionApp writes its older copy over the settings of the
        # web application, and what a feature changed there would be lost.
        assert self.serverapp is not None  # noqa: S101 - jupyter_server sets it before it loads us
        self._load_log.close()
        self.services = Services(self.serverapp, RemoteIDE(parent=self), self.log, self._load_log.lines)
        for name in FEATURES:
            self.services.features[name] = self._created(name)
        features = self.services.features.values()
        topics = {topic.name: topic for feature in features for topic in feature.topics}
        for feature in features:
            self.handlers.extend(feature.routes)
        self.handlers.append((url_path_join(PREFIX, "watch"), WatchHandler, {"topics": topics}))
        self.handlers.append((url_path_join(PREFIX, ".*"), UnknownPath))

    def _created(self, name: str) -> Feature:
        try:
            return _create(name)(self.services)
        except Exception:  # a site's own class may fail in any way: the others work without this one
            self.log.exception("Remote IDE: %s could not be set up; the others go on without it", name)
            return Failed(name)

    async def stop_extension(self) -> None:
        for feature in reversed(list(self.services.features.values())):
            await self._stop(feature)

    async def _stop(self, feature: Feature) -> None:
        """One feature's trouble must keep neither the others' processes alive nor the server from its end."""
        stopping = asyncio.ensure_future(feature.stop())
        # Not wait_for, which waits on for what swallows its cancellation.
        done, _ = await asyncio.wait({stopping}, timeout=feature.stop_seconds)
        if not done:
            stopping.cancel()
            seconds = f"{feature.stop_seconds:.0f}"
            self.log.error("Remote IDE: %s has not ended within %s seconds", feature.name, seconds)
        elif not stopping.cancelled() and (error := stopping.exception()) is not None:
            self.log.error("Remote IDE: stopping %s failed", feature.name, exc_info=error)
