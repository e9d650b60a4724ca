"""What is alive of an app, as no part of the server needs to ask."""

from __future__ import annotations

from jupyterlab_remote_ide.host.family import Family
from jupyterlab_remote_ide.host.processes import Process


def members(mark: str) -> list[Process]:
    """All live processes that carry this mark, or one that begins with it where it ends in ``:``; and what
    descends from them."""
    return Family(mark).look()
