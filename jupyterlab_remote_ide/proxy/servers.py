"""The seam to jupyter-server-proxy: the private names of it that this room uses.

Seen in 4.4.0, 4.5.0 and 4.6.0; ``Definitions.problem`` looks for the methods before anything is touched:

- of the handlers ``ensure_process get_cmd get_env get_cwd get_timeout get_client_uri http_get
  _http_ready_func state port unix_socket requested_unix_socket requested_port mappath
  get_request_headers_override proxy_base absolute_url _build_proxy_request _rewrite_location_header``;
  ``state`` is the dict in the tornado rule, its keys ``proc port unix_socket``: our process is put there;
- ``handlers.LocalProxyHandler`` and ``RemoteProxyHandler``, the targets of the rules of ``proxy/``;
- ``ServersInfoHandler`` and the ``server_processes`` in its rule: attributes only, their type has changed.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from jupyter_server.utils import url_path_join

from . import command
from .definitions import Definitions
from .opened import opened
from .proxied import never_starting, with_get_hook, with_own_address
from .router import no_request, rule_at, walk
from .server import Address, CommandFailed, Definition, NotManaged, Spec

_PORT_TRIES = 100
Wrap = Callable[[str, type], type]


class Process(Protocol):
    """What stands in ``state["proc"]``: jupyter-server-proxy starts nothing where there is one."""

    async def start(self) -> None: ...
    async def ready(self) -> bool: ...
    async def kill(self) -> None: ...


class ServerProxy:
    """The servers of jupyter-server-proxy in one Jupyter server."""

    def __init__(self, web_app: Any, log: logging.Logger) -> None:
        """``problem``: why processes cannot be ruled, as a kebab-case word; see ``Definitions``."""
        self._web_app = web_app
        self._log = log
        self._base_url: str = web_app.settings["base_url"]
        self._found = Definitions(web_app)
        self._rules = self._found.rules
        self.problem = self._found.problem
        self.loaded = self._found.loaded
        self._targets: dict[str, type] = {}
        self._make: Callable[[str, Spec], Process] | None = None

    def without_road(self) -> list[Definition]:
        return self._found.without_road()

    def expected(self) -> list[str]:
        return [] if self.loaded else self._found.expected()

    def hiding(self) -> tuple[str, ...]:
        """Names of servers that take the place of pages of Jupyter itself."""
        return self._found.hiding()

    def definitions(self) -> list[Definition]:
        """All servers, each name once."""
        return self._found.all()

    # Taking over, and giving back

    def install(
        self, make: Callable[[str, Spec], Process], answers: Callable[[str], bool], wrap: Wrap
    ) -> None:
        """Make every server's process ours, and let ``wrap(name, handler class)`` stand before its requests.

        ``answers(name)`` says whether a request may go to the process; ``make`` builds the process.
        """
        self._make = make
        for name, rule in self._rules.items():
            if "state" in rule.target_kwargs:
                self._targets[name] = rule.target
                rule.target = wrap(name, never_starting(rule.target, name, answers))
            else:
                rule.target = wrap(name, with_get_hook(rule.target))

    def keep_answers(self) -> None:
        """Where nothing else is ruled: what apps send back keeps to the rules of returned.py all the same."""
        for rule in self._rules.values():
            rule.target = with_get_hook(rule.target)

    def wrap_page(self, segment: str, name: str, wrap: Wrap) -> None:
        """Let ``wrap`` also stand before a page that another handler serves for this server."""
        rule = rule_at(list(walk(self._web_app)), url_path_join(self._base_url, segment) + "/")
        if rule is not None and isinstance(rule.target, type):
            rule.target = wrap(name, rule.target)

    def wrap_ports(self, wrap: Callable[[type], type]) -> None:
        """Let ``wrap`` stand before ``proxy/``, whose last but one path argument is a port and the one before
        it, if any, its host. Where these handlers are no more, nothing is done. See ``with_own_address``."""
        try:
            from jupyter_server_proxy import handlers
        except ImportError:
            return
        known = [getattr(handlers, name, None) for name in ("LocalProxyHandler", "RemoteProxyHandler")]
        for rule in walk(self._web_app):
            if isinstance(rule.target, type) and rule.target in known:
                rule.target = wrap(with_own_address(rule.target))

    # Starting

    async def launch(self, name: str, socket: Callable[[str, str | None], str]) -> None:
        """Run what its first request would; returns when it answers, or will not.

        Raises ``CommandFailed``, ``NotManaged``, ``OSError`` (it cannot be executed). What became of the
        process is in the process. ``socket(name, known)`` gives the path of its unix socket.
        """
        handler = self._handler(name)
        state = handler.state
        if handler.requested_unix_socket is True:
            state["unix_socket"] = socket(name, state.get("unix_socket"))
        try:
            _ = handler.unix_socket, self._own_port(name, handler)  # chosen here, not in the thread
        except (TypeError, ValueError, OverflowError, OSError) as error:
            msg = f"its port or socket: {error}"
            raise CommandFailed(msg, reason="bad-definition") from error
        assert self._make is not None  # noqa: S101 - nothing is launched before it is installed
        try:
            arguments, environment = await command.make(handler)
        except NotManaged:
            state["proc"] = "process not managed by jupyter-server-proxy"
            raise
        process = state["proc"] = self._make(name, self._spec(name, handler, arguments, environment))
        try:
            await process.start()
            if not await process.ready():  # it knows why
                await process.kill()
                state.pop("proc", None)
        except BaseException:
            state.pop("proc", None)
            raise

    def forget(self, name: str, new_port: bool = False) -> None:
        """Its process is over. ``new_port``: the old one may be why; a fixed one stays."""
        rule = self._rules.get(name)
        if rule is not None:
            state = rule.target_kwargs.get("state", {})
            state.pop("proc", None)
            if new_port and not getattr(self._found.entries[name], "port", 0):
                state.pop("port", None)

    def _own_port(self, name: str, handler: Any) -> int:
        """A port of its own: the kernel gives a free one to several that ask before the first listens."""
        state = handler.state
        states = [rule.target_kwargs.get("state", {}) for key, rule in self._rules.items() if key != name]
        others = {state.get("port") for state in states}
        for _ in range(_PORT_TRIES):
            if handler.port not in others or handler.requested_port:
                break
            del state["port"]
        return int(handler.port)

    def _handler(self, name: str) -> Any:
        """A handler of this server without a request, to ask it what its first request would do."""
        rule = self._rules[name]
        request = no_request(url_path_join(self._base_url, name) + "/")
        target: Any = self._targets[name]
        return target(self._web_app, request, **rule.target_kwargs)

    def _spec(self, name: str, handler: Any, arguments: list[str], environment: Mapping[str, str]) -> Spec:
        """What to run, as this handler would."""
        from jupyter_server_proxy import handlers, rawsocket

        base: Any = handlers.SuperviseAndProxyHandler
        own: Any = type(handler)
        raw = isinstance(handler, rawsocket.RawSocketHandler)
        own_cwd = own.get_cwd is not base.get_cwd
        own_ready = own._http_ready_func is not base._http_ready_func and not raw

        async def ready() -> bool:
            return bool(await handler._http_ready_func(None))

        path, headers = opened(handler, self._found.entries[name].launcher_entry.path_info, name)
        return Spec(
            arguments=tuple(arguments),
            environment={**os.environ, **environment},
            address=Address(handler.unix_socket, handler.port, raw),
            explicit=frozenset(environment),
            folder=handler.get_cwd() if own_cwd else None,
            path=path,
            prefix=url_path_join(self._base_url, name),
            headers=headers,
            timeout=_seconds(handler.get_timeout()),
            ready=ready if own_ready else None,
        )


def _seconds(timeout: object) -> float:
    """4.4.0 checks no types, and we ask for little more than its order of magnitude."""
    return float(timeout) if isinstance(timeout, (int, float)) and timeout > 0 else 5.0
