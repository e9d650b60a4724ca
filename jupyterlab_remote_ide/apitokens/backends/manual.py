"""Under a hub that gives us no say: tokens are made on its own page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jupyterlab_remote_ide.apitokens.backend import ApiToken, Change, Minted, Seen, TokenBackend, Wish
from jupyterlab_remote_ide.errors import Denied
from jupyterlab_remote_ide.reasons import Reason, StorageProblem
from jupyterlab_remote_ide.visitor import Visitor


class Manual(TokenBackend):
    """Refuses all, with the word that tells where to go."""

    mode = "hub-manual"

    def refusal(self, _: Visitor) -> Reason | None:
        return "hub-manual"

    def fixed(self, _: Visitor) -> Reason | None:
        return "hub-fixed"

    def warnings(self) -> Sequence[StorageProblem]:
        return ()

    async def list(self, _: Visitor) -> Sequence[ApiToken]:
        raise self._denied()

    async def create(self, _: Visitor, wish: Wish) -> Minted:
        raise self._denied()

    async def change(self, _: Visitor, identifier: str, change: Change) -> ApiToken:
        raise self._denied()

    async def revoke(self, _: Visitor, identifier: str) -> None:
        raise self._denied()

    def on_seen(self, heard: Callable[[Seen], None]) -> None:
        return

    async def close(self) -> None:
        return

    def _denied(self) -> Denied:
        msg = "API tokens of this server are made on the hub's own page."
        return Denied(msg, "hub-manual")
