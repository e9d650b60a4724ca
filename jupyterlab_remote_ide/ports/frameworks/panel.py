"""Panel."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(
    name="panel",
    title="Panel",
    hint="panel serve {file} --prefix {A} --allow-websocket-origin {host}",
)
