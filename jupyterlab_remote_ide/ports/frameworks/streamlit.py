"""Streamlit."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(name="streamlit", title="Streamlit")
