"""Foreign words on one line: any program may call itself what it likes, and visitors read the list."""

from __future__ import annotations

import re

LABEL_LENGTH = 80
PATH_LENGTH = 255
# Control characters, lone surrogates, line ends, and what turns the direction of the text around it.
_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


def label(text: str) -> str:
    """What is shown of a name: its beginning tells most."""
    text = _UNWANTED.sub("", text).strip()
    return text if len(text) <= LABEL_LENGTH else text[: LABEL_LENGTH - 1] + "\u2026"


def path(text: str | None) -> str | None:
    """What is shown of a path: its end tells most."""
    if text is None:
        return None
    text = _UNWANTED.sub("", text)
    return text if len(text) <= PATH_LENGTH else "\u2026" + text[1 - PATH_LENGTH :]
