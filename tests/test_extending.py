"""What docs/developers/extending.md shows is what the tests run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jupyterlab_remote_ide.apps import catalog
from jupyterlab_remote_ide.ports import entrypoints

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "developers" / "extending.md").read_text()
# A block of code under the line that names its file.
SHOWN = re.findall(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", PAGE, re.M | re.S)
# A group of entry points in a block of TOML.
GROUPS = re.findall(r'^\[project\.entry-points\."?([\w.]+)"?\]\n\w+ = "\w+:\w+"$', PAGE, re.M)


def test_it_shows_examples() -> None:
    named = re.findall(r"^`[\w./-]+`:$", PAGE, re.M)
    assert len(SHOWN) == len(named) == 7


@pytest.mark.parametrize(("file", "code"), SHOWN, ids=[file for file, _ in SHOWN])
def test_an_example_is_the_file_that_is_tested(file: str, code: str) -> None:
    assert code == (ROOT / file).read_text()


def test_the_groups_of_entry_points_are_those_that_are_read() -> None:
    assert GROUPS == ["jupyter_serverproxy_servers", catalog.GROUP, entrypoints.GROUP]
