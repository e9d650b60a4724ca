"""How a program is run, and what it says that it cannot be. Plain data."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from jupyterlab_remote_ide.host.processes import Process
from jupyterlab_remote_ide.reasons import AppReason

from .asker import Asks

AppState = Literal[
    "missing", "module-needed", "stopped", "starting", "running", "unhealthy", "failed", "external"
]


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
    asker: Asks
    start_timeout: float = 600.0
    stop_timeout: float = 5.0
    patience: float = 1.0
    before_spawn: Callable[[], Awaitable[None]] = field(default=_nothing)


class CannotStart(Exception):
    """It was tried, and there is no process. ``detail``: facts.
    ``is_there``: whether what was missing is there by now."""

    def __init__(
        self,
        state: AppState,
        reason: AppReason,
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
