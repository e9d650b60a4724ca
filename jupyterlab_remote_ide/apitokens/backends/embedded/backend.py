"""API tokens of a plain server, kept by ourselves."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.serverapp import ServerApp

from jupyterlab_remote_ide.apitokens.backend import (
    ApiToken,
    Change,
    Minted,
    NotRemoved,
    Seen,
    TokenBackend,
    Wish,
)
from jupyterlab_remote_ide.apitokens.backends.sockets import Sockets
from jupyterlab_remote_ide.errors import Unavailable
from jupyterlab_remote_ide.reasons import Reason, StorageProblem
from jupyterlab_remote_ide.visitor import Visitor

from . import identity, logmask
from .folder import TokenFolder
from .memory import Memory
from .store import Store
from .takeover import take_over


class Embedded(TokenBackend):
    """Makes the running identity provider accept our own tokens, where it is jupyter_server's own."""

    def __init__(self, serverapp: ServerApp, data: Path | None, longest: float, enabled: bool) -> None:
        """``data``: the folder for our files, ``None`` keeps all in memory; ``longest`` in seconds."""
        self._refusal = identity.refusal(serverapp.identity_provider)
        self.mode = "embedded" if self._refusal is None else "none"
        # Only where tokens could be had at all "turned off" is what is in their way.
        if self._refusal is None and not enabled:
            self._refusal = "turned-off"
        kept = Memory() if data is None else _folder(data, serverapp.log)
        self._store = Store(kept, serverapp.root_dir, serverapp.base_url, longest=longest)
        self.sockets = Sockets(serverapp.web_app.settings, self._store)
        self._undo: list[Callable[[], None]] = [self.sockets.stop]
        self._heard: Callable[[Seen], None] = lambda _: None
        if self._refusal is None:
            provider = serverapp.identity_provider
            self._undo.append(identity.wrap(provider, serverapp.base_url, self._store, self._hear))
            self._undo.append(logmask.install(serverapp.log))

    def refusal(self, _: Visitor) -> Reason | None:
        return self._refusal

    def fixed(self, _: Visitor) -> Reason | None:
        return None

    def warnings(self) -> Sequence[StorageProblem]:
        trouble = self._store.trouble
        return [cast("StorageProblem", trouble.reason)] if trouble is not None else []

    async def list(self, _: Visitor) -> Sequence[ApiToken]:
        return await self._store.rows()

    async def create(self, _: Visitor, wish: Wish) -> Minted:
        return await self._store.create(wish)

    async def change(self, _: Visitor, identifier: str, change: Change) -> ApiToken:
        return await self._store.change(identifier, change)

    async def revoke(self, _: Visitor, identifier: str) -> None:
        """Refused and cut off at once, also where the disk does not take it: that is then ``NotRemoved``."""
        await self._store.end(identifier)
        self.sockets.close(identifier)
        try:
            await self._store.remove(identifier)
        except Unavailable as error:
            msg = f"{error.message} This server refuses the API token all the same; revoke it once more."
            raise NotRemoved(msg, error.reason, error.detail) from None

    def on_seen(self, heard: Callable[[Seen], None]) -> None:
        self._heard = heard

    async def close(self) -> None:
        for undo in self._undo:
            undo()
        await self._store.flush()

    def _hear(
        self, identifier: str, refusal: Reason | None, client: str | None, handler: JupyterHandler
    ) -> None:
        if refusal is None:
            self._store.touch(identifier, client)
            self.sockets.follow(identifier, handler)
        # Anybody can send what looks like a token: only the id of one that was there says something.
        is_own = refusal != "no-such-apitoken" or self._store.is_own(identifier)
        self._heard(Seen(identifier if is_own else "", client, refusal))


def _folder(data: Path, log: logging.Logger) -> TokenFolder:
    return TokenFolder(data / "apitokens", lambda folder: take_over(data / "apitokens.json", folder, log))
