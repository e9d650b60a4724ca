"""Dask's dashboard."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(
    name="dask",
    title="Dask",
    path="/status",
    needs_name=False,
    programs=("dask-scheduler", "dask-worker"),
)
