"""Dash."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(name="dash", title="Dash", hint="Dash(requests_pathname_prefix='{P}/')")
