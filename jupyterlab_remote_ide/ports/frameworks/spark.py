"""Spark's page about a job."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(
    name="spark",
    title="Spark",
    hint="spark.ui.proxyBase={P}",
    needs_name=False,
    matches=lambda command: any("SparkSubmit" in word for word in command.words),
)
