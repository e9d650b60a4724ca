"""Voila."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(name="voila", title="Voila", link="absolute", hint="voila {file} --base_url={A}/")
