"""A framework that a package brings: how its programs are known, and what a row says of them."""

from __future__ import annotations

from jupyterlab_remote_ide.ports.frameworks.framework import Command, Framework


def is_survey(command: Command) -> bool:
    """Started from its folder: ``python /opt/survey/serve.py``."""
    return any(word.endswith("/survey/serve.py") for word in command.words[:2])


# Entry point ``survey`` of the group ``jupyterlab_remote_ide.frameworks``.
FRAMEWORK = Framework(
    name="survey",  # so are known: `survey ...`, `python -m survey ...`, `python -m survey.serve ...`
    programs=("surveyd",),
    matches=is_survey,
    headers=(("server", "survey/"),),
    title="Survey",
    link="absolute",
    path="/start",
    hint="survey --prefix {A} {file}",
    needs_name=False,
)
