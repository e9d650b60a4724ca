"""FastAPI."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(name="fastapi", title="FastAPI", hint="FastAPI(root_path='{P}')", takes_module=True)
