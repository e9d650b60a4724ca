"""marimo."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(
    name="marimo", title="marimo", link="absolute", hint="marimo edit {file} --base-url {A}"
)
