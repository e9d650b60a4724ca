"""Gradio."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(name="gradio", title="Gradio", hint="demo.launch(root_path='{P}')")
