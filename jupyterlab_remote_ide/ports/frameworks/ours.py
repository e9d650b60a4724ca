"""The frameworks that come with us."""

from __future__ import annotations

from . import (
    bokeh,
    dash,
    dask,
    django,
    fastapi,
    flask,
    gradio,
    gunicorn,
    httpserver,
    marimo,
    mlflow,
    nextjs,
    panel,
    ray,
    shiny,
    spark,
    streamlit,
    tensorboard,
    uvicorn,
    vite,
    voila,
)
from .framework import Framework

# The first that knows a command line, or else a header, has it.
FRAMEWORKS: tuple[Framework, ...] = (
    tensorboard.FRAMEWORK,
    flask.FRAMEWORK,
    uvicorn.FRAMEWORK,
    gunicorn.FRAMEWORK,
    httpserver.FRAMEWORK,
    django.FRAMEWORK,
    nextjs.FRAMEWORK,
    spark.FRAMEWORK,
    ray.FRAMEWORK,
    streamlit.FRAMEWORK,
    dask.FRAMEWORK,
    dash.FRAMEWORK,
    fastapi.FRAMEWORK,
    gradio.FRAMEWORK,
    bokeh.FRAMEWORK,
    panel.FRAMEWORK,
    mlflow.FRAMEWORK,
    voila.FRAMEWORK,
    shiny.FRAMEWORK,
    marimo.FRAMEWORK,
    vite.FRAMEWORK,
)
