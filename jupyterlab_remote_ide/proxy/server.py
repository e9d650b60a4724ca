"""What jupyter-server-proxy's configuration says of one server, and how it is to be run. Plain data."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from jupyterlab_remote_ide.reasons import AppReason
from jupyterlab_remote_ide.redact import one_line

Kind = Literal["supervised", "external", "unreachable", "absent"]


@dataclass(frozen=True)
class Address:
    """Where a program listens: a unix socket, else a TCP port of this machine, asked at ``host``."""

    unix_socket: str | None = None
    port: int = 0
    raw: bool = False
    host: str = "localhost"


@dataclass(frozen=True)
class Definition:
    """One server of jupyter-server-proxy. ``open_url`` is below the host, base URL included.

    ``kind``: ``supervised`` has a command; ``external`` has none, somebody else runs it; ``unreachable`` has
    neither command nor address, or a name with which no request comes through, as ``fault`` and ``detail``
    say; ``absent`` is an installed wrapper that jupyter-server-proxy could not load.
    ``command`` is ``None`` where a function makes it at each start; ``maker`` is the package of that
    function, or of the one that made the whole definition.
    ``environment``: what it sets itself; ``None`` where a function makes it. ``raw``: it speaks no HTTP.
    ``address``: a fixed one, be it the program's or of one that somebody else runs; ``arguments`` is the
    command with that address, where it can be told.
    """

    name: str
    title: str
    open_url: str
    kind: Kind = "supervised"
    fault: AppReason | None = None
    detail: Mapping[str, object] | None = None
    icon_url: str | None = None
    command: tuple[str, ...] | None = None
    arguments: tuple[str, ...] = ()
    maker: str | None = None
    environment: Mapping[str, str] | None = field(default_factory=dict)
    address: Address | None = None
    raw: bool = False
    enabled: bool = True
    new_browser_tab: bool = True

    def __post_init__(self) -> None:
        """Any package may call its program what it likes; lists, pages and tabs show it beside ours."""
        object.__setattr__(self, "title", one_line(self.title).strip() or self.name)


@dataclass(frozen=True)
class Spec:
    """What jupyter-server-proxy wants run. ``explicit`` names the variables its definition sets itself.

    ``ready`` is a readiness question of the server's own, where it has one; else ``address`` is asked for
    ``path`` with ``headers``: what a person opens, as the program sees it. ``prefix`` is the same in the
    browser. ``folder``: ``None`` for the server's own. ``timeout``: how long jupyter-server-proxy would wait.
    """

    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    address: Address
    explicit: frozenset[str] = frozenset()
    folder: str | None = None
    path: str = "/"
    prefix: str = "/"
    headers: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 5.0
    ready: Callable[[], Awaitable[bool]] | None = None


class CommandFailed(Exception):
    """What its definition says could not be made into a command and an environment. ``missing``: because a
    program is not there. ``detail``: facts for the sentence of ``reason``, nothing that may be secret."""

    def __init__(
        self,
        message: str,
        missing: bool = False,
        reason: AppReason = "command-failed",
        detail: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.missing = missing
        self.reason = reason
        self.detail = detail


class NotManaged(Exception):
    """The function that makes the command returned none: somebody else runs it."""
