"""Python's own server of files."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(
    name="http.server", title="http.server", needs_name=False, headers=(("server", "simplehttp"),)
)
