"""Uvicorn, which serves FastAPI and others."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(
    name="uvicorn",
    title="Uvicorn",
    hint="uvicorn --root-path {P}",
    takes_module=True,
    programs=("hypercorn",),
    headers=(("server", "uvicorn"),),
)
