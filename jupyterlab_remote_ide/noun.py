"""What a noun gives to the server, and what it gets: the seam between ``<noun>/plugin.py`` and ``app.py``."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from jupyter_server.serverapp import ServerApp

from .config import RemoteIDE
from .topic import Topic
from .visitor import Capability, Visitor

# (pattern below the base URL, handler class, keyword arguments of its initialize)
Route = tuple[str, type, dict[str, Any]]


class Noun(Protocol):
    """One feature of the server half."""

    name: str
    routes: Sequence[Route]
    topics: Sequence[Topic]

    def capabilities(self, visitor: Visitor) -> Mapping[str, Capability]:
        """What this visitor may do, by capability name, as ``status`` tells it. No I/O."""

    def warnings(self) -> Sequence[str]:
        """Stable kebab-case words for what is wrong with this server in this noun's eyes."""

    async def stop(self) -> None:
        """End everything the noun started. Called once, also when loading stopped half-way."""


@dataclass
class Context:
    """What a plugin may reach. ``load_log``: see ``LoadLog.lines``, nothing masked. ``nouns`` holds those
    created before it, by name; at a request, all."""

    serverapp: ServerApp
    config: RemoteIDE
    log: logging.Logger
    load_log: Mapping[str, str] = field(default_factory=dict)
    nouns: dict[str, Noun] = field(default_factory=dict)
