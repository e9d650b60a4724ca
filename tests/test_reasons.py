"""Each word that says why is one of rest-api.yml, and each of its words is said.

The sentences for them: src/__tests__/ui/messages.spec.ts.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest
from restapi import SCHEMAS, SPEC

from jupyterlab_remote_ide import reasons
from jupyterlab_remote_ide.app import FEATURES
from jupyterlab_remote_ide.apps.launch import AppState
from jupyterlab_remote_ide.ports.probe import Kind

PACKAGE = Path(reasons.__file__).parent
ENUMS = (
    "Reason",
    "AppReason",
    "CheckReason",
    "KernelReason",
    "PortReason",
    "ServerWarning",
    "TokenReason",
    "ProxiedReason",
)


@pytest.mark.parametrize("name", ENUMS)
def test_an_enum_has_the_words_that_the_types_allow(name):
    words = SCHEMAS[name]["enum"]
    assert words == sorted(set(words))
    assert set(words) == set(get_args(getattr(reasons, name)))


def test_states_and_kinds_are_those_of_the_types():
    assert SCHEMAS["App"]["properties"]["state"]["enum"] == list(get_args(AppState))
    assert set(SCHEMAS["Port"]["properties"]["kind"]["enum"]) == set(get_args(Kind))


def texts(path):
    return {
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_each_word_is_said():
    """mypy sees that no other is."""
    said = set().union(*(texts(path) for path in PACKAGE.rglob("*.py") if path.name != "reasons.py"))
    said |= {f"{name}-failed" for name in FEATURES}
    assert {word for name in ENUMS for word in get_args(getattr(reasons, name))} - said == set()


def test_refusals_are_described_with_known_words():
    known = set(SCHEMAS["Reason"]["enum"]) | {"sock-diag"}
    for path, calls in SPEC["paths"].items():
        for verb, call in calls.items():
            for code, answer in call["responses"].items():
                if code >= "400":
                    words = set(re.findall(r"\b[a-z0-9]+(?:-[a-z0-9]+)+\b", answer["description"]))
                    assert words <= known, (path, verb, code)
