"""House rules that a machine can count: the length of files, and what package.json says twice."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = 300
CODE = {".css", ".js", ".mjs", ".py", ".sh", ".ts", ".tsx"}
NOT_OURS = {"node_modules", "lib", "dist", "build", "coverage", "labextension", "test-results", "results"}


def ours() -> Iterator[Path]:
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [
            name for name in folders if name not in NOT_OURS and not name.startswith((".", "__pyc"))
        ]
        yield from (Path(folder, name) for name in files if Path(name).suffix in CODE)


def test_no_file_is_long() -> None:
    lengths = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in ours()}
    assert len(lengths) > 20
    assert {str(path): lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def test_shared_packages_are_the_dependencies() -> None:
    """Without these entries the builder writes its own JupyterLab's version as the least one required."""
    package = json.loads((ROOT / "package.json").read_text())
    shared = package["jupyterlab"]["sharedPackages"]
    assert {name: entry["requiredVersion"] for name, entry in shared.items()} == package["dependencies"]


def test_no_registry_in_the_lockfile() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: entry for name, entry in packages.items() if name and not entry.get("link")}
    assert [name for name, entry in fetched.items() if "resolved" in entry] == []
    assert [name for name, entry in fetched.items() if "integrity" not in entry] == []
