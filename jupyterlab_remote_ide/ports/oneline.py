"""Foreign words, cut to what a list shows."""

from __future__ import annotations

from jupyterlab_remote_ide.redact import one_line

LABEL_LENGTH = 80
PATH_LENGTH = 255


def label(text: str) -> str:
    """What is shown of a name: its beginning tells most."""
    text = one_line(text).strip()
    return text if len(text) <= LABEL_LENGTH else text[: LABEL_LENGTH - 1] + "\u2026"


def path(text: str | None) -> str | None:
    """What is shown of a path: its end tells most."""
    if text is None:
        return None
    text = one_line(text)
    return text if len(text) <= PATH_LENGTH else "\u2026" + text[1 - PATH_LENGTH :]
