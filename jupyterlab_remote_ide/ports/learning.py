"""Reads the frameworks of other packages with the first look at ports, and lets nobody wait for them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from jupyterlab_remote_ide.tasks import Aside, NoAnswer

from .rules import OURS, Rules

PATIENCE = 60.0  # seconds: modules of others, perhaps in a slow home


class Learning:
    """``rules`` are ours until ``read``, which may block, has answered; then ``changed`` is called."""

    def __init__(
        self, read: Callable[[], Rules] | None, changed: Callable[[], None], log: logging.Logger
    ) -> None:
        self.rules = OURS
        self._read, self._changed, self._log = read, changed, log
        self._task: asyncio.Task[None] | None = None

    @property
    def under_way(self) -> bool:
        return self._task is not None and not self._task.done()

    def start(self) -> None:
        """Does nothing from the second call on."""
        if self._read is not None:
            self._task = asyncio.get_running_loop().create_task(self._learn(self._read))
            self._read = None

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _learn(self, read: Callable[[], Rules]) -> None:
        try:
            # In a thread of its own: an import may hang for ever.
            self.rules = await Aside("Remote IDE: frameworks", idle=0).run(read, PATIENCE)
        except NoAnswer:
            self._log.warning(
                "Remote IDE: the frameworks of other packages are not known: they did not load within %d s",
                PATIENCE,
            )
        else:
            self._changed()
