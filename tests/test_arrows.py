"""The arrows of docs/developers/architecture.md.

pyproject.toml draws them for import-linter, which is shown here to see each trespass.
Then: what it cannot say.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jupyterlab_remote_ide.app import FEATURES

NAME = "jupyterlab_remote_ide"
ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / NAME
GROUND = {"guard", "host", "pages", "proxy"}
VERBS = {"get", "post", "put", "patch", "delete"}


def lint(folder):
    """import-linter's word on the package in this folder: ``(kept, what it says)``."""
    program = str(Path(sys.executable).with_name("lint-imports"))
    done = subprocess.run(
        [program, "--no-cache", "--no-logo", str(ROOT / "pyproject.toml")],
        cwd=folder,
        env={**os.environ, "COLUMNS": "300"},
        capture_output=True,
        text=True,
        timeout=100,
    )
    return done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path):
    for path in PACKAGE.rglob("*.py"):
        to = tmp_path / path.relative_to(ROOT)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, to)
    return tmp_path


def test_the_arrows():
    kept, said = lint(ROOT)
    assert kept, said


# Who imports what, and may not.
TRESPASSES = (
    ("errors", "visitor"),
    ("topic", "base"),
    ("config", "tornado"),
    ("loading", "topic"),
    ("loading", "base"),
    ("feature", "host.hub"),
    ("feature", "base"),
    ("base", "ports.rows"),
    ("base", "host.processes"),
    ("base", "proxy.server"),
    ("watch", "ports.manager"),
    ("watch", "feature"),
    ("watch", "host.hub"),
    ("app", "apps.manager"),
    ("app", "host.hub"),
    ("apps.manager", "tornado"),
    ("ports.manager", "jupyter_server"),
    ("apps.manager", "apps.handlers"),
    ("apps.manager", "base"),
    ("apps.manager", "feature"),
    ("apps.manager", "proxy.servers"),
    ("apps.catalog", "apps.manager"),
    ("apps.catalog", "base"),
    ("apps.catalog", "feature"),
    ("apps.catalog", "apps.feature"),
    ("apps.catalog", "apps.gate"),
    ("apps.handlers", "apps.feature"),
    ("apps.handlers", "apps.portgate"),
    ("apps.handlers", "app"),
    ("apps.handlers", "watch"),
    ("apps.handlers", "ports.rows"),
    ("ports.feature", "apps.group"),
    ("ports.feature", "apps"),
    ("ports.feature", "jupyter_server_proxy"),
    ("ports.frameworks.flask", "ports.frameworks.dash"),
    ("ports.frameworks.flask", "ports.rules"),
    ("ports.frameworks.flask", "redact"),
    ("ports.frameworks.flask", "tornado"),
    ("ports.frameworks.framework", "ports.frameworks.ours"),
    ("host.hub", "topic"),
    ("host.hub", "tornado"),
    ("host.hub", "proxy.server"),
    ("host.hub", "ports.rows"),
    ("guard.guard", "errors"),
    ("guard.guard", "jupyter_server"),
    ("guard.guard", "apps.process"),
    ("proxy.server", "apps.catalog"),
    ("proxy.server", "base"),
    ("proxy.server", "feature"),
    ("pages.one", "host.hub"),
    ("pages.one", "apps.catalog"),
)
FOREIGN = {"tornado", "jupyter_server", "jupyter_server_proxy"}


def test_each_trespass_is_seen(copy):
    assert lint(copy)[0]
    (copy / NAME / "pages").mkdir(exist_ok=True)
    (copy / NAME / "pages" / "__init__.py").touch()
    for importer, imported in TRESPASSES:
        with (copy / NAME / f"{importer.replace('.', '/')}.py").open("a") as file:
            whole = imported if imported in FOREIGN else f"{NAME}.{imported}"
            file.write(f"\ndef _{abs(hash(imported))}():\n    import {whole}\n")
    kept, said = lint(copy)
    assert not kept
    assert "Contracts: 0 kept" in said  # each of them can fail
    seen = said.replace(f"{NAME}.", "")
    assert [pair for pair in TRESPASSES if f"{pair[0]} -> {pair[1]} (l." not in seen] == []


@pytest.mark.parametrize("file", ["utils.py", "attic/__init__.py"])
def test_what_has_no_place_is_seen(copy, file):
    path = copy / NAME / file
    path.parent.mkdir(exist_ok=True)
    path.write_text("")
    kept, said = lint(copy)
    assert not kept
    assert file.split("/")[0].removesuffix(".py") in said


def test_a_feature_is_a_folder_with_its_wiring():
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders - GROUND == set(FEATURES) == {path.parent.name for path in PACKAGE.glob("*/feature.py")}


def verbs(path):
    for cls in ast.walk(ast.parse(path.read_text())):
        if isinstance(cls, ast.ClassDef):
            for verb in cls.body:
                if isinstance(verb, (ast.FunctionDef, ast.AsyncFunctionDef)) and verb.name in VERBS:
                    yield (
                        f"{path.parent.name}: {cls.name}.{verb.name}",
                        verb.end_lineno - verb.body[0].lineno + 1,
                    )


def test_a_verb_is_short():
    lengths = dict(found for path in PACKAGE.glob("*/handlers.py") for found in verbs(path))
    assert len(lengths) > 10
    assert {name: lines for name, lines in lengths.items() if lines > 10} == {}
