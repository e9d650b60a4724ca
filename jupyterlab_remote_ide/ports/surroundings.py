"""The Jupyter server's own processes, with those of its apps."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from jupyterlab_remote_ide.host.jupyter import Jupyter


class Surroundings(Jupyter):
    """``apps``: the supervised programs by process group or session; ``None`` where there are none."""

    def __init__(
        self, serverapp: Any, apps: Callable[[], Mapping[int, str]] | None, log: logging.Logger
    ) -> None:
        super().__init__(serverapp, log)
        self._apps = apps

    def managed(self) -> Mapping[int, str] | None:
        return self._apps() if self._apps is not None else None
