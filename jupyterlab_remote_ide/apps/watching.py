"""What is done only while somebody watches: asking the apps whether they answer, telling of new log lines."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from jupyterlab_remote_ide.topic import Level, Topic

HEALTH_SECONDS = 5.0
_LOG_SECONDS = 1.0


class Watching:
    """``refresh`` is called when somebody begins to watch, ``check`` every few seconds from then on."""

    def __init__(
        self,
        topic: Topic,
        refresh: Callable[[], None],
        check: Callable[[], Awaitable[None]],
        publish: Callable[[], None],
    ) -> None:
        self._topic = topic
        self._refresh = refresh
        self._check = check
        self._publish = publish
        self._task: asyncio.Task[None] | None = None
        self._log_tick: asyncio.TimerHandle | None = None
        topic.on_demand = self._on_demand

    def on_line(self) -> None:
        """A program wrote something."""
        if self._log_tick is None and self._topic.demand == "visible":
            self._log_tick = asyncio.get_running_loop().call_later(_LOG_SECONDS, self._tell_log)

    def stop(self) -> None:
        self._on_demand("off")
        if self._log_tick is not None:
            self._log_tick.cancel()

    def _on_demand(self, level: Level) -> None:
        if level == "visible":
            self._refresh()
            if self._task is None:
                self._task = asyncio.ensure_future(self._watch())
        elif self._task is not None:
            self._task.cancel()
            self._task = None

    async def _watch(self) -> None:
        while self._task is asyncio.current_task():  # a cancellation may be lost in a question
            with contextlib.suppress(Exception):
                await self._check()
            await asyncio.sleep(HEALTH_SECONDS)

    def _tell_log(self) -> None:
        self._log_tick = None
        self._publish()
