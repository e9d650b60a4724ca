"""Vite."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(
    name="vite",
    title="Vite",
    link="absolute",
    hint="vite --host 127.0.0.1 --base {A}/  # and server.allowedHosts: true",
    needs_name=False,
    programs=("vite.js",),
)
