"""Shared by the tests of the token file."""

from __future__ import annotations

import json


def make(tokens, note="n", expires_in=3600):
    return tokens.create("vscode", note, "connect", expires_in)


def rows(path):
    return json.loads(path.read_text())["apitokens"]


def listing(folder):
    return sorted(path.name for path in folder.iterdir())
