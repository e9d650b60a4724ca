"""MLflow."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(
    name="mlflow",
    title="MLflow",
    hint="mlflow server --static-prefix {A} --allowed-hosts {host}",
    needs_name=False,
)
