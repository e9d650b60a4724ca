"""Gunicorn, which serves Flask, Django and others."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(name="gunicorn", title="Gunicorn", takes_module=True, headers=(("server", "gunicorn"),))
