"""Shiny for Python."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(name="shiny", title="Shiny")
