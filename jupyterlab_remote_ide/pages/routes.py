"""Wiring of what the pages load."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jupyterlab_remote_ide.base import PREFIX

from . import static
from .language import LanguageHandler


def routes() -> Sequence[tuple[str, type, dict[str, Any]]]:
    """Below the base URL."""
    return [
        (f"{PREFIX}/language", LanguageHandler, {}),
        (static.ROUTE, static.StaticHandler, {"path": str(static.FOLDER)}),
    ]
