"""The Jupyter server's own processes, with those of its apps."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Protocol

from jupyterlab_remote_ide.host.jupyter import Jupyter


class ManagedGroups(Protocol):
    """Who knows which programs are apps."""

    def managed_groups(self) -> Mapping[int, str]: ...


class Surroundings(Jupyter):
    def __init__(self, serverapp: Any, apps: ManagedGroups | None, log: logging.Logger) -> None:
        super().__init__(serverapp, log)
        self._apps = apps

    def managed(self) -> Mapping[int, str] | None:
        """Supervised programs by process group or session; ``None`` where nobody supervises them."""
        return self._apps.managed_groups() if self._apps is not None else None
