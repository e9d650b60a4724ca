"""Wiring of apps."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

from jupyter_server.utils import url_path_join

from jupyterlab_remote_ide.base import PREFIX
from jupyterlab_remote_ide.feature import Feature, Route, Services
from jupyterlab_remote_ide.guard import reaper
from jupyterlab_remote_ide.pages.pages import Pages
from jupyterlab_remote_ide.pages.routes import routes as pages_routes
from jupyterlab_remote_ide.proxy import unloaded
from jupyterlab_remote_ide.proxy.server import Definition
from jupyterlab_remote_ide.proxy.servers import ServerProxy
from jupyterlab_remote_ide.reasons import ServerWarning
from jupyterlab_remote_ide.redact import secrets_in
from jupyterlab_remote_ide.topic import Topic
from jupyterlab_remote_ide.visitor import YES, Capability, Visitor, no

from . import catalog, noroad
from .address import address_for
from .app import App
from .config import Options
from .gate import gate
from .handlers import routes
from .leftover import Mark
from .log import Log
from .manager import AppsManager
from .portgate import port_gate
from .supervisor import Rules, Supervisor, home

_HIDING: ServerWarning = "names-hide-pages"


class Apps(Feature):
    """Beside the contract: ``managed_groups`` for the ports."""

    name = "apps"

    def __init__(self, services: Services) -> None:
        serverapp, config = services.serverapp, services.config.of(Options)
        base_url = serverapp.web_app.settings["base_url"]
        pages = Pages(base_url, url_path_join(base_url, _front_page(services)))
        root = _root(services)
        # Its programs first have their own time, and then the final signal.
        self.stop_seconds = config.apps_stop_timeout + 10.0
        self._servers = ServerProxy(serverapp.web_app, services.log)
        self._detail: str | None = None
        if not self._servers.loaded:
            found = unloaded.find(serverapp, services.load_log, _secrets(services))
            self._servers.problem, self._detail = found.reason, found.detail
        self._supervisor: Supervisor | None = None
        if config.apps_supervise and self._servers.problem is None:
            rules = Rules(
                root=home(root or serverapp.root_dir),
                start_timeout=config.apps_start_timeout,
                stop_timeout=config.apps_stop_timeout,
                remove=list(config.apps_environment_remove),
            )
            self._supervisor = Supervisor(secrets.token_hex(16), Path(serverapp.runtime_dir), rules)
        elif not self._servers.loaded:
            services.log.warning("Remote IDE: there are no apps: %s", self._servers.problem)
        elif self._servers.problem is not None:
            services.log.warning("Remote IDE: apps can only be opened: %s", self._servers.problem)

        def make_app(definition: Definition, entry: catalog.Entry) -> App:
            log = Log(lambda: [*_secrets(services), *app.secrets])
            if entry.icon is not None:
                entry = replace(entry, icon=urljoin(base_url, entry.icon))
            app = App(definition, entry, log, url_path_join(base_url, "proxy") + "/", root)
            return app

        look_up = catalog.load(config.apps_catalog, services.log)
        self.manager = AppsManager(self._servers, self._supervisor, look_up, make_app, root)
        self.topics: Sequence[Topic] = (self.manager.topic,)
        page = {"pages": pages, "bar": config.apps_host_page}
        why = self._servers.problem if not self._servers.loaded else None
        lost = noroad.routes(self._servers.without_road(), self._servers.expected(), why, self._detail, pages)
        self.routes: Sequence[Route] = [*routes(self.manager, PREFIX, page), *pages_routes(), *lost]
        chosen = _as_asked if config.ports_of_others else address_for
        self._servers.wrap_ports(port_gate(lambda: {int(serverapp.port)}, chosen, pages))
        if self._supervisor is not None:
            reaper.reap(Path(serverapp.runtime_dir))
            wrap = gate(self.manager, pages, Mark(base_url))
            self._servers.install(self.manager.make_process, self.manager.answers, wrap)
            for name, entry in catalog.BUILT_IN.items():
                if entry.page is not None:
                    self._servers.wrap_page(entry.page, name, wrap)
        else:
            self._servers.keep_answers()

    def capabilities(self, visitor: Visitor) -> Mapping[str, Capability]:
        if visitor.apitoken_id is not None:
            able = no("ide-token")
        elif self.manager.problem is not None:
            able = no(self.manager.problem)
        else:
            able = YES if visitor.owner else no("not-owner")
        return {"apps-start": able, "apps-stop": able, "apps-restart": able}

    def warnings(self) -> Sequence[ServerWarning]:
        problem = self._servers.problem
        hiding = (_HIDING,) if self._servers.hiding() else ()
        return hiding if problem is None else (problem, *hiding)

    def details(self) -> Mapping[str, str]:
        """What more there is to say of a warning, by its word; masked."""
        found = {self._servers.problem: self._detail, _HIDING: ", ".join(self._servers.hiding())}
        return {word: detail for word, detail in found.items() if word and detail}

    def managed_groups(self) -> Mapping[int, str]:
        """Process group (also session) ids of what runs now, with the app's name."""
        return self.manager.managed_groups()

    async def stop(self) -> None:
        try:
            await self.manager.close()
        finally:
            if self._supervisor is not None:
                self._supervisor.close()


def create(services: Services) -> Feature:
    feature = services.apps = Apps(services)
    return feature


async def _as_asked(_: int, host: str, __: Sequence[str]) -> str | None:
    return host


def _root(services: Services) -> str | None:
    """The root folder of the default drive, where that is a folder on this disk."""
    manager = services.serverapp.contents_manager
    root = getattr(manager, "root_dir", None)
    on_disk = callable(getattr(manager, "_get_os_path", None)) and isinstance(root, str)
    return str(Path(root).absolute()) if on_disk and root and Path(root).is_dir() else None


def _front_page(services: Services) -> str:
    """Where "Back to JupyterLab" leads, below the base URL: the front page of this server."""
    server = services.serverapp
    default = str(server.default_url).removeprefix(server.base_url).lstrip("/")
    extensions = server.jpserver_extensions
    pages = [page for name, page in (("jupyterlab", "lab"), ("notebook", "tree")) if extensions.get(name)]
    front = re.split(r"[/?#]", default)[0]
    return front if front in pages else next(iter(pages), default)


def _secrets(services: Services) -> Sequence[str]:
    """Those of this server, which its programs inherit."""
    token = getattr(services.serverapp.identity_provider, "token", "")
    return [*secrets_in(os.environ), *secrets_in({"TOKEN": token})]
