"""What jupyter-server-proxy has in one Jupyter server: servers, their rules, and whether we can rule them.

Read once, when we load: it has loaded before us. Nothing is changed here; servers.py lists the private
names used.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import entry_points
from typing import Any

from jupyter_server.utils import url_path_join

from jupyterlab_remote_ide.reasons import AppReason, ProxyProblem

from .icons import is_shown, opens_binary
from .router import as_browser, below, first_for, rule_at, takes, walk
from .server import Address, Definition

ENTRY_POINTS = "jupyter_serverproxy_servers"
_HANDLER_NAMES = (
    "ensure_process get_client_uri get_cmd get_env get_cwd get_timeout http_get _http_ready_func port "
    "unix_socket"
).split()


class Definitions:
    """``entries`` and ``rules`` by server name; ``problem``: which check forbids to rule processes, as a
    kebab-case word, ``None`` when all hold."""

    def __init__(self, web_app: Any) -> None:
        self._settings: Mapping[str, Any] = web_app.settings
        self._base_url: str = web_app.settings["base_url"]
        self._web_app = web_app
        self._all: list[Definition] | None = None
        self._hiding: tuple[str, ...] | None = None
        self.entries: dict[str, Any] = {}
        self.rules: dict[str, Any] = {}
        self.loaded = False
        self._icons: Mapping[str, object] = {}
        self._binary_icons = False
        self._points: dict[str, str] = {}
        for point in entry_points(group=ENTRY_POINTS):
            self._points.setdefault(point.name, point.value)  # the first of a name counts, as there
        self._router = list(walk(web_app))
        self._read(self._router)
        self.problem = self._problem()

    def all(self) -> list[Definition]:
        """All servers, each name once (the first rule answers both of a double), absent wrappers included."""
        if self._all is None:
            found = [self._read_one(name, entry) for name, entry in self.entries.items()]
            for name in self._points if self.loaded else ():
                if name not in self.entries:
                    url = url_path_join(self._base_url, name) + "/"
                    found.append(Definition(name, name, url, kind="absent"))
            self._all = found
            self._router.clear()
        return self._all

    def without_road(self) -> list[Definition]:
        """Servers that no request comes through to, and whose address nobody else has."""
        found = []
        for name, entry in self.entries.items():
            if name not in self.rules or not takes(self.rules[name], self._address(name)):
                definition = self._read_one(name, entry)
                if definition.kind == "unreachable" and definition.fault != "name-taken":
                    found.append(definition)
        return found

    def expected(self) -> list[str]:
        """Names of servers that there would be if jupyter-server-proxy had loaded."""
        app = self._settings.get("serverapp")
        servers = app.config.get("ServerProxy", {}).get("servers", {}) if app is not None else {}
        configured = servers if isinstance(servers, dict) else ()
        return [str(name) for name in dict.fromkeys([*configured, *self._points])]

    def _address(self, name: str) -> str:
        return as_browser(url_path_join(self._base_url, name) + "/")

    def hiding(self) -> tuple[str, ...]:
        """Names that take the place of pages of others, Jupyter's own above all: jupyter-server-proxy's rules
        come before them. Looked for once, when all extensions are loaded."""
        if self._hiding is None:
            rules = [rule for rule in walk(self._web_app) if not self._is_server(rule)]
            paths = {name: url_path_join(self._base_url, name) for name in self.rules}
            self._hiding = tuple(name for name, path in paths.items() if below(rules, path))
        return self._hiding

    def _is_server(self, rule: Any) -> bool:
        """Whether it was made for a server, also for the second of a name."""
        bare = [url_path_join(self._base_url, name) for name in self.entries]
        if rule_at([rule], *bare) is not None:
            return True  # it only adds a slash
        return (
            hasattr(rule.target, "get_client_uri")
            and rule_at([rule], *(f"{path}/(.*)" for path in bare)) is rule
        )

    def _read_one(self, name: str, entry: Any) -> Definition:
        """One that cannot be read (4.4.0 checks no types) must not take the others along."""
        try:
            return self._definition(name, entry)
        except Exception as error:
            facts = {"error": f"{type(error).__name__}"}
            url = url_path_join(self._base_url, name) + "/"
            return Definition(name, name, url, kind="unreachable", fault="bad-definition", detail=facts)

    def _definition(self, name: str, entry: Any) -> Definition:
        launcher, rule = entry.launcher_entry, self.rules.get(name)
        raw = bool(getattr(entry, "raw_socket_proxy", False))
        path = launcher.path_info or f"{name}/"
        command = entry.command if isinstance(entry.command, list) else None
        socket = entry.unix_socket if isinstance(entry.unix_socket, str) else None
        port = entry.port if isinstance(entry.port, int) else 0  # 4.4.0 checks no types
        supervised = rule is not None and "state" in rule.target_kwargs
        # By concatenation, as its own launcher does: a join would drop the slash.
        open_url = self._base_url + str(path)
        fault, detail = self._fault(name, open_url)
        reached = rule is not None and fault is None
        return Definition(
            name=name,
            title=str(launcher.title or name),
            open_url=open_url,
            kind="unreachable" if not reached else "supervised" if supervised else "external",
            fault=fault,
            detail=detail,
            icon_url=self._icon_url(name),
            command=tuple(map(str, command)) if command else None,
            arguments=self._arguments(command, socket, port),
            maker=self._maker(name, entry.command),
            environment=dict(entry.environment) if isinstance(entry.environment, Mapping) else None,
            raw=raw,
            address=Address(socket, port, raw) if socket or port else None,
            enabled=bool(launcher.enabled),
            new_browser_tab=bool(entry.new_browser_tab),
        )

    def _arguments(self, command: list[str] | None, socket: str | None, port: int) -> tuple[str, ...]:
        try:
            values = {"port": port, "unix_socket": socket or "", "base_url": self._base_url}
            return tuple(word.format(**values) for word in command or ())
        except (LookupError, ValueError, AttributeError):  # told when it is started
            return ()

    def _maker(self, name: str, command: object) -> str | None:
        """The package whose function says how it is started: of the command, or of the whole definition."""
        if callable(command):
            return _package(command)
        app = self._settings.get("serverapp")
        if app is None or name in app.config.get("ServerProxy", {}).get("servers", {}):
            return None
        return self._points[name].partition(":")[0].partition(".")[0] if name in self._points else None

    def _fault(self, name: str, open_url: str) -> tuple[AppReason | None, Mapping[str, object] | None]:
        """Why no request comes through to it, where its name is why; and the server that gets it instead.

        jupyter-server-proxy makes a pattern of the name as it stands.
        """
        own = self.rules.get(name)
        if own is None:
            return None, None
        path = as_browser(url_path_join(self._base_url, name) + "/")
        first = first_for(self._router, path)
        page = as_browser(open_url)
        if (first is own and takes(own, path)) or (first_for(self._router, page) is own and takes(own, page)):
            return None, None
        if not takes(own, path):
            return "name-never-matches", None
        other = next((known for known, rule in self.rules.items() if rule is first), None)
        return "name-taken", {"by": other}

    def _icon_url(self, name: str) -> str | None:
        """``None`` where no picture would come from there. Of a name's two files the last is sent."""
        path = self._icons.get(name)
        if path is None or not is_shown(path, self._binary_icons):
            return None
        return url_path_join(self._base_url, "server-proxy", "icon", as_browser(name))

    def _read(self, rules: list[Any]) -> None:
        for rule in rules:
            arguments = getattr(rule, "target_kwargs", None) or {}
            if "icons" in arguments:
                self._icons, self._binary_icons = arguments["icons"], opens_binary(rule.target)
            servers = arguments.get("server_processes")
            if servers is not None:
                self.loaded = True
                for entry in servers:
                    self.entries.setdefault(entry.name, entry)
        # Somebody else may have a page there.
        proxying = [rule for rule in rules if hasattr(rule.target, "get_client_uri")]
        for name in self.entries:
            # The very pattern its rule was made from: a substring would mix vscode with vscode-web.
            rule = rule_at(proxying, url_path_join(self._base_url, name, r"(.*)"))
            if rule is not None and isinstance(rule.target, type):
                self.rules[name] = rule

    def _problem(self) -> ProxyProblem | None:
        if not self.loaded:
            return "proxy-not-loaded"
        try:
            from jupyter_server_proxy import handlers
        except ImportError:
            return "proxy-not-loaded"
        base = getattr(handlers, "SuperviseAndProxyHandler", None)
        if any(not hasattr(base, name) for name in _HANDLER_NAMES):
            return "proxy-handler-names"
        commands = [name for name, entry in self.entries.items() if entry.command]
        ruled = [rule for rule in self.rules.values() if "state" in rule.target_kwargs]
        return "proxy-state" if commands and not ruled else None


def _package(function: object) -> str | None:
    """The top package of what makes a command."""
    return str(getattr(function, "__module__", None) or "").partition(".")[0] or None
