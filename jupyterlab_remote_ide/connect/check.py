"""Whether an IDE gets in here: the answers of all features, in time."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from jupyterlab_remote_ide.checks import Check, Subject
from jupyterlab_remote_ide.errors import BadRequest, Denied
from jupyterlab_remote_ide.tasks import cancel
from jupyterlab_remote_ide.visitor import Visitor

# In all, in s: somebody waits for it.
PATIENCE_SECONDS = 3.0
_ORIGIN = re.compile(r"https?://[^\s/?#@\\]{1,260}")
_WORD = re.compile(r"[!-~]{1,500}")


class Answers(Protocol):
    """A feature, as far as it is asked here."""

    async def checks(self, subject: Subject) -> Sequence[Check]: ...


class Checker:
    """``features`` are asked at each request, all at once. ``public``: the origins that this server has, as
    far as is known, beside that of a request."""

    def __init__(self, features: Mapping[str, Answers], public: Collection[str], log: logging.Logger) -> None:
        self._features = features
        self._public = frozenset(public)
        self._log = log

    async def check(
        self, visitor: Visitor, origin: object, secret: object, own: Collection[str]
    ) -> dict[str, object]:
        """``Checks`` of the contract. ``own``: the origins of the request itself. The token is kept nowhere.

        Raises ``Denied`` and ``BadRequest``: this server asks no other address than its own.
        """
        if not visitor.owner:
            msg = "Only the owner of this server may have its connections checked."
            raise Denied(msg, "not-owner")
        if not isinstance(origin, str) or not _ORIGIN.fullmatch(origin):
            msg = "The origin is no address of a site."
            raise BadRequest(msg, "bad-request")
        if origin not in {*own, *self._public}:
            msg = "That is not an address of this server."
            raise BadRequest(msg, "bad-request")
        if secret is not None and not (isinstance(secret, str) and _WORD.fullmatch(secret)):
            msg = "That is no token."
            raise BadRequest(msg, "bad-request")
        subject = Subject(visitor, origin, secret)
        asked = {
            name: asyncio.ensure_future(feature.checks(subject)) for name, feature in self._features.items()
        }
        await asyncio.wait(asked.values(), timeout=PATIENCE_SECONDS)
        late = [task for task in asked.values() if not task.done()]
        found: list[Check] = []
        for name, task in asked.items():
            if task in late:
                self._log.warning("Remote IDE: %s did not answer a connection check in time", name)
            elif (error := task.exception()) is not None:
                self._log.error("Remote IDE: %s cannot check a connection", name, exc_info=error)
            else:
                found += task.result()
        await cancel(*late)
        return {"checks": [each.to_json() for each in found]}
