"""What a feature gives to the server, and what it gets: between ``<feature>/feature.py`` and ``app.py``."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from jupyter_server.serverapp import ServerApp

from .checks import Check, Subject
from .config import Configuration
from .reasons import ServerWarning
from .topic import Topic
from .visitor import Capability, Visitor

# (pattern below the base URL, handler class, keyword arguments of its initialize)
Route = tuple[str, type, dict[str, Any]]


class Feature(Protocol):
    """One feature of the server half."""

    name: str
    routes: Sequence[Route] = ()
    topics: Sequence[Topic] = ()
    # How long the end of the server waits for ``stop``.
    stop_seconds: float = 10.0

    def capabilities(self, visitor: Visitor) -> Mapping[str, Capability]:
        """What this visitor may do, by capability name, as ``status`` tells it. No I/O."""
        return {}

    def warnings(self) -> Sequence[ServerWarning]:
        """What is wrong with this server in this feature's eyes."""
        return ()

    def details(self) -> Mapping[str, str]:
        """What more there is to say of a warning, by its word: one line each, nothing secret."""
        return {}

    async def checks(self, subject: Subject) -> Sequence[Check]:
        """The questions of a connection check that this feature can answer."""
        return ()

    async def stop(self) -> None:
        """End everything the feature started. Called once, also when loading stopped half-way."""
        return


class Failed(Feature):
    """In the place of one that could not be created: says so, and can do nothing."""

    def __init__(self, name: str) -> None:
        self.name = name
        # There and empty: a page may watch several at once.
        self.topics = (Topic(name),)

    def warnings(self) -> Sequence[ServerWarning]:
        return (cast("ServerWarning", f"{self.name}-failed"),)


class ManagedGroups(Protocol):
    """Who knows which programs are apps."""

    def managed_groups(self) -> Mapping[int, str]:
        """The name of each supervised program by process group or session id."""


class Mode(Protocol):
    """Who knows how this visitor's API tokens are made here."""

    def mode(self, visitor: Visitor) -> str: ...


@dataclass
class Services:
    """What a feature may reach. ``load_log``: see ``LoadLog.lines``, nothing masked. ``features`` holds those
    created before it, by name; at a request, all. What one of them offers to the others has a field of its
    own, ``None`` where it is not there."""

    serverapp: ServerApp
    config: Configuration
    log: logging.Logger
    load_log: Mapping[str, str] = field(default_factory=dict)
    features: dict[str, Feature] = field(default_factory=dict)
    apps: ManagedGroups | None = None
    apitokens: Mode | None = None
