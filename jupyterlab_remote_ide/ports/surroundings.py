"""The Jupyter server's own processes, with those of its apps."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from jupyterlab_remote_ide.host.jupyter import Jupyter


@runtime_checkable
class ManagesGroups(Protocol):
    """What the apps' noun may offer: the name of each supervised program by process group or session id."""

    def managed_groups(self) -> Mapping[int, str]: ...


class Surroundings(Jupyter):
    def __init__(self, serverapp: Any, apps: object | None, log: logging.Logger) -> None:
        super().__init__(serverapp, log)
        self._apps = apps

    def managed(self) -> Mapping[int, str] | None:
        """Supervised programs by process group or session; ``None`` where nobody supervises them."""
        return self._apps.managed_groups() if isinstance(self._apps, ManagesGroups) else None
