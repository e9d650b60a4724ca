"""Bokeh."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(
    name="bokeh",
    title="Bokeh",
    hint="bokeh serve {file} --prefix {A} --allow-websocket-origin {host}",
)
