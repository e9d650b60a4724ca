"""One app: its definition, its process if there is one, and the state that follows from both."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from jupyterlab_remote_ide.proxy.server import Definition
from jupyterlab_remote_ide.reasons import AppReason
from jupyterlab_remote_ide.redact import one_line, secrets_in
from jupyterlab_remote_ide.topic import Row

from .catalog import Entry
from .folders import Folders
from .launch import AppState
from .log import Log
from .occupied import Outside
from .process import AppProcess

# Those in which what was opened in it may still be there.
_ALIVE: Sequence[AppState] = ("starting", "running", "unhealthy", "external")
StateAndReason = tuple[AppState, AppReason | None]
Facts = Mapping[str, object] | None


class App:
    """``barred``: only a person starts it. ``beginning``: between the wish to start it and the outcome.
    ``ending``: ``stopping`` or ``restarting`` while that goes on. ``verdict``: what became of a start that
    never got as far as a process. ``detail``: facts for the sentence about the last start. ``obstacle``: why
    it cannot be started now. ``outside``: it runs, but was not started from here. ``unmanaged``: requests are
    passed on, nobody here starts anything. ``ports_url``: what the path of ``proxy/<port>/`` begins with.
    ``root``: the root folder, if on disk."""

    def __init__(
        self,
        definition: Definition,
        entry: Entry,
        log: Log,
        ports_url: str = "/proxy/",
        root: str | None = None,
    ) -> None:
        self._ports_url = ports_url
        self.folders = Folders(root, definition.open_url, entry.folder_argument)
        self.definition = definition
        self.entry = entry
        self.log = log
        self.name = definition.name
        # Of its own environment, which its log must not show.
        self.secrets: Sequence[str] = secrets_in(definition.environment or {})
        self.process: AppProcess | None = None
        self.on_change: Callable[[], None] = lambda: None
        self.beginning = False
        self.barred = False
        self.ending: Literal["stopping", "restarting"] | None = None
        self.verdict: StateAndReason | None = None
        self.detail: Facts = None
        self.is_there: Callable[[], bool] | None = None  # asked again of a program that was missing
        self.outside: Outside | None = None
        self.obstacle: tuple[AppState, AppReason] | None = None
        self.unmanaged = definition.kind == "external"
        self.silent = False
        self.checked = 0.0
        self._since: float | None = None
        self._last: StateAndReason | None = None
        self._waiting: list[asyncio.Future[None]] = []

    @property
    def is_starting(self) -> bool:
        """Something is under way that ends in an answer, or in a reason why there is none."""
        if self.ending is not None:
            return self.ending == "restarting"
        if self.beginning:
            return True
        process = self.process
        return process is not None and process.state in ("starting", "unhealthy") and not process.answers

    def state(self, open_only: bool = False) -> StateAndReason:
        """What a row says of it."""
        state, reason, _ = self._told(open_only)
        return state, reason

    def _told(self, open_only: bool) -> tuple[AppState, AppReason | None, Facts]:
        """The state, its reason, and the facts for the sentence about it."""
        if self.unmanaged:
            return "external", "not-answering" if self.silent else None, None
        if self.ending == "restarting":
            return "starting", "restarting", None
        if self.outside is not None:
            return "external", self.ending or "runs-outside", self.outside.facts()
        process = self.process
        if process is not None and process.state in ("running", "unhealthy", "starting"):
            return process.state, self.ending or process.reason, process.detail
        if self.is_starting:
            return "starting", None, None
        if self.obstacle is not None:
            return *self.obstacle, self.definition.detail
        if open_only:
            return "external", "apps-open-only", None
        if process is not None:
            return process.state, process.reason, process.detail
        return *(self.verdict or ("stopped", None)), self.detail

    def row(self, open_only: bool = False) -> Row:
        """``App`` of the contract."""
        state, reason, facts = self._told(open_only)
        if reason == "port-taken" and facts and str(facts["address"]).isdigit():
            facts = {**facts, "url": f"{self._ports_url}{facts['address']}/"}
        if (state, reason) != self._last:
            # What was so before anybody looked has no beginning that we know.
            self._since = time.time() if self._last is not None or self.process is not None else None
            self._last = (state, reason)
        definition, entry = self.definition, self.entry
        return {
            "name": self.name,
            "title": one_line(
                (entry.title or definition.title) if definition.kind == "absent" else definition.title
            ),
            "icon_url": self._icon_url(),
            "state": state,
            "reason": reason,
            "detail": dict(facts) if facts else None,
            "since": self._since,
            "pid": self.pid,
            "started": self.started,
            "log_next": self.log.next,
            "open_url": definition.open_url,
            "folder_argument": entry.folder_argument,
            "folders": self.folders.rows() if state in _ALIVE else [],
            "modules": list(entry.modules),
            "install_hint": entry.install_hint if state in ("missing", "module-needed") else None,
            "server": {
                "enabled": definition.enabled,
                "new_browser_tab": definition.new_browser_tab,
            },
        }

    def _icon_url(self) -> str | None:
        """Ours for wrappers that we know, as theirs are made for one theme; else what its definition has."""
        own, given = self.entry.icon, self.definition.icon_url
        return own or given if self.definition.maker in self.entry.wrappers else given or own

    @property
    def pid(self) -> int | None:
        if self.outside is not None:
            return self.outside.process.pid
        return self.process.pid if self.process is not None else None

    @property
    def started(self) -> float | None:
        """Tells a program that was started anew from one that came back by itself."""
        if self.outside is not None:
            return self.outside.process.started
        return self.process.started if self.process is not None else None

    async def change(self) -> None:
        """Return at the next change of anything here."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            await future
        finally:
            if future in self._waiting:
                self._waiting.remove(future)

    def changed(self) -> None:
        """Tell those that wait, and the one who publishes."""
        self.on_change()
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)
