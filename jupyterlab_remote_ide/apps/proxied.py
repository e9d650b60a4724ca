"""What we put over the handlers of jupyter-server-proxy; server_proxy.py lists the private names used."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tornado import web


def ruled(target: Any, name: str, answers: Callable[[str], bool]) -> Any:
    """The server's handler, which never starts anything for a request: that is the gate's to decide."""

    class Ruled(passing(target)):  # type: ignore[misc]
        remote_ide_command: list[str] | None = None
        remote_ide_environment: Mapping[str, str] | None = None

        def get_cmd(self) -> Any:
            return self.remote_ide_command if self.remote_ide_command is not None else super().get_cmd()

        def get_env(self) -> Any:
            if self.remote_ide_environment is None:  # asked for once per start: it may be a slow function
                self.remote_ide_environment = super().get_env()
            return self.remote_ide_environment

        async def ensure_process(self) -> None:
            if not answers(name):
                raise web.HTTPError(503, "The app does not run.")
            await super().ensure_process()

    return Ruled


def passing(target: Any) -> Any:
    """The server's handler, with a hook around its GET: ``remote_ide_get(call, path)``."""

    class Passing(dialling(target)):  # type: ignore[misc]
        async def http_get(self, path: str) -> None:
            ancestor: Any = super()
            await self.remote_ide_get(lambda: ancestor.http_get(path), path)

        async def remote_ide_get(self, proxied: Callable[[], Awaitable[None]], path: str) -> None:
            await proxied()

    return Passing


def dialling(target: Any) -> Any:
    """A handler that asks ``remote_ide_host`` where jupyter-server-proxy would ask ``localhost``."""

    class Dialling(target):  # type: ignore[misc]
        remote_ide_host = "localhost"

        def get_client_uri(self, protocol: str, host: str, port: int, proxied_path: str) -> str:
            uri: str = super().get_client_uri(protocol, host, port, proxied_path)
            return (
                uri.replace("//localhost:", f"//{self.remote_ide_host}:", 1) if host == "localhost" else uri
            )

    return Dialling
