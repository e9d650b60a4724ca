"""The server extension: creates the nouns, joins them to the web application, stops them."""

from __future__ import annotations

from collections.abc import Callable

from jupyter_server.extension.application import ExtensionApp
from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join

from .base import PREFIX, UnknownPath
from .config import RemoteIDE
from .loading import LoadLog
from .noun import Context, Noun
from .watch import WatchHandler

# In this order: a later plugin finds the earlier ones in its context.
PLUGINS = ("apitokens", "apps", "ports", "session")


def _plugin(name: str) -> Callable[[Context], Noun]:
    from importlib import import_module

    create: Callable[[Context], Noun] = import_module(f".{name}.plugin", __package__).create
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
        # web application, and what a noun changed there would be lost.
        assert self.serverapp is not None  # noqa: S101 - jupyter_server sets it before it loads us
        self._load_log.close()
        self.context = Context(self.serverapp, RemoteIDE(parent=self), self.log, self._load_log.lines)
        for name in PLUGINS:
            self.context.nouns[name] = _plugin(name)(self.context)
        nouns = self.context.nouns.values()
        topics = {topic.name: topic for noun in nouns for topic in noun.topics}
        for noun in nouns:
            self.handlers.extend(noun.routes)
        self.handlers.append((url_path_join(PREFIX, "watch"), WatchHandler, {"topics": topics}))
        self.handlers.append((url_path_join(PREFIX, ".*"), UnknownPath))

    async def stop_extension(self) -> None:
        for noun in reversed(list(self.context.nouns.values())):
            try:
                await noun.stop()
            except Exception:  # one noun's trouble must not keep the others' processes alive
                self.log.exception("Remote IDE: stopping %s failed", noun.name)
