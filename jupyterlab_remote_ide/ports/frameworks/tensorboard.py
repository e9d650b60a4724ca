"""TensorBoard."""

from __future__ import annotations

from .framework import Framework

FRAMEWORK = Framework(
    name="tensorboard",
    title="TensorBoard",
    needs_name=False,
    matches=lambda command: command.program == "tensorboard.main",  # whatever its folders are called
)
