"""What is known of an app before it runs: its definition, and how it is to be run. Plain data."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from jupyterlab_remote_ide.host.processes import Process

from .inspector import Inspects
from .probe import Address

# For a port and host of this machine: the host to dial, or None where another account would be reached.
Dial = Callable[[int, str], "str | None"]
Kind = Literal["supervised", "external", "unreachable", "absent"]


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
    fault: str | None = None
    detail: Mapping[str, object] | None = None
    icon_url: str | None = None
    command: tuple[str, ...] | None = None
    arguments: tuple[str, ...] = ()
    maker: str | None = None
    environment: Mapping[str, str] | None = field(default_factory=dict)
    address: Address | None = None
    raw: bool = False
    enabled: bool = True
    category: str = "Notebook"
    new_browser_tab: bool = True


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


async def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Launch:
    """How to run a program. ``mark`` goes into its environment as ``REMOTE_IDE_APP`` and names all it starts.
    ``folder``: ``None`` for the server's own. ``patience``: seconds for something unknown to listen, once its
    command has ended. ``before_spawn`` may raise ``Occupied`` and ``CannotStart``."""

    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    folder: str | None
    mark: str
    inspector: Inspects
    start_timeout: float = 600.0
    stop_timeout: float = 5.0
    patience: float = 1.0
    before_spawn: Callable[[], Awaitable[None]] = field(default=_nothing)


class CannotStart(Exception):
    """It was tried, and there is no process. ``state`` and ``reason`` as in api.md; ``detail``: facts.
    ``is_there``: whether what was missing is there by now."""

    def __init__(
        self,
        state: str,
        reason: str,
        detail: Mapping[str, object],
        is_there: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__(f"{reason} {dict(detail)}")
        self.is_there = is_there
        self.state = state
        self.reason = reason
        self.detail = detail


class GroupWatch(Protocol):
    """Who ends a process group when this server dies."""

    def add(self, leader: Process) -> None: ...
    def remove(self, group: int) -> None: ...


class CommandFailed(Exception):
    """What its definition says could not be made into a command and an environment. ``missing``: because a
    program is not there. ``detail``: facts for the sentence of ``reason``, nothing that may be secret."""

    def __init__(
        self,
        message: str,
        missing: bool = False,
        reason: str = "command-failed",
        detail: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.missing = missing
        self.reason = reason
        self.detail = detail


class NotManaged(Exception):
    """The function that makes the command returned none: somebody else runs it."""
