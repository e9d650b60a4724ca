"""Ray's dashboard."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(
    name="ray",
    title="Ray",
    needs_name=False,
    matches=lambda command: any("/ray/dashboard/" in word for word in command.words[:4]),
)
