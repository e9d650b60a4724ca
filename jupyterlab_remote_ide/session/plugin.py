"""Wiring of session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from jupyterlab_remote_ide.noun import Context, Noun, Route
from jupyterlab_remote_ide.topic import Topic
from jupyterlab_remote_ide.visitor import Capability, Visitor

from .handlers import routes
from .manager import SessionManager
from .server import Server


@runtime_checkable
class HasMode(Protocol):
    """The noun that knows how API tokens are made here."""

    mode: str


class SessionNoun:
    name = "session"
    topics: Sequence[Topic] = ()

    def __init__(self, manager: SessionManager) -> None:
        self.manager = manager
        self.routes: Sequence[Route] = routes(manager)

    def capabilities(self, visitor: Visitor) -> Mapping[str, Capability]:
        return {"server-stop": self.manager.capability()}

    def warnings(self) -> Sequence[str]:
        return self.manager.warnings()

    async def stop(self) -> None:
        """Nothing was started."""


def create(context: Context) -> Noun:
    def mode() -> str:
        tokens = context.nouns.get("apitokens")
        return tokens.mode if isinstance(tokens, HasMode) else "none"

    return SessionNoun(SessionManager(Server(context.serverapp), context.nouns, mode, context.log))
