"""Proves that deleting a feature is deleting its two folders, its schema file and a word in two lists.

    .venv/bin/python scripts/without.py ports ...

Each in a copy of the checkout in .cache/without, the rest of which must still build, keep to the arrows and
pass its tests, but for the real ones and those of jupyter-server-proxy's contract. What tests a feature
together with others goes with it, and so does what compares all features with a document. (The pages of
src/pages are of apps.)
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "jupyterlab_remote_ide"
NOT_COPIED = shutil.ignore_patterns(
    *(".git", ".cache", ".venv", "node_modules", "labextension", "lib", "bench", "docs", "results"),
    *("*.egg-info", "__pycache__", ".*_cache", "test-results", "*.tsbuildinfo"),
)
TIMEOUT = 300
# They hold documents, real replies or arrows against all features.
OF_ALL = (
    "src/__tests__/ui/messages.spec.ts",
    *(f"tests/test_{name}.py" for name in ("arrows", "benchmarks", "config", "rest_api", "extending")),
)
BUILDER = "node_modules/@jupyter/builder/lib/build-labextension.js"
CORE = "node_modules/@jupyterlab/core-meta/core.package.json"


def drop(file: Path, *patterns: str) -> None:
    """Take what each pattern matches out of the file; exactly one place."""
    text = file.read_text()
    for pattern in patterns:
        text, count = re.subn(pattern, "", text)
        if count != 1:
            sys.exit(f"{file}: {count} places look like {pattern}")
    file.write_text(text)


def copy_without(feature: str) -> Path:
    place = ROOT / ".cache" / "without" / feature
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(ROOT, place, symlinks=True, ignore=NOT_COPIED)
    (place / "node_modules").symlink_to(ROOT / "node_modules")
    # The deletion.
    shutil.rmtree(place / PACKAGE / feature, ignore_errors=True)  # connect has none there
    shutil.rmtree(place / "src" / feature)
    (place / "schema" / f"{feature}.json").unlink(missing_ok=True)
    drop(place / "src" / "index.ts", rf"import {feature} from .*\n", rf",\n  \.\.\.{feature}\b")
    if (ROOT / PACKAGE / feature).exists():
        drop(place / PACKAGE / "app.py", rf'"{feature}"(, )?')
    # Its tests, and those of several features.
    for tests in (place / "src" / "__tests__" / feature, place / "tests" / feature):
        shutil.rmtree(tests, ignore_errors=True)
    for test in OF_ALL:
        (place / test).unlink()
    together = rf"""from '(\.\./)+{feature}/|{PACKAGE}\.{feature}\b|get\("{feature}"\)"""
    for test in [*place.glob("src/__tests__/**/*.ts*"), *place.glob("tests/**/*.py")]:
        if re.search(together, test.read_text()):
            test.unlink()
    return place


def passes(place: Path, *command: str) -> bool:
    env = {**os.environ, "PYTHONPATH": str(place)}
    done = subprocess.run(command, cwd=place, env=env, timeout=TIMEOUT)
    print(f"{'held' if done.returncode == 0 else 'FAILED'}: {' '.join(command)[:90]}", flush=True)
    return done.returncode == 0


def holds_without(feature: str) -> bool:
    place = copy_without(feature)
    programs = ROOT / ".venv" / "bin"
    python = str(programs / "python")
    left_out = ("real", "apps/contract", "apps/test_orphans.py")
    return all(
        [
            passes(place, "npx", "tsc"),
            passes(place, "node", BUILDER, "--core-package-file", CORE, "."),
            passes(place, "npx", "tsc", "--noEmit", "-p", "tsconfig.test.json"),
            passes(place, "npx", "eslint", "src"),
            passes(place, "npm", "run", "--silent", "lint:arrows"),
            passes(place, str(programs / "lint-imports")),
            passes(place, "npx", "jest", "--silent"),
            passes(
                place, python, "-c", f"from {PACKAGE}.app import FEATURES; assert {feature!r} not in FEATURES"
            ),
            passes(
                place,
                python,
                "-m",
                "pytest",
                "-q",
                "-p",
                "no:cacheprovider",
                "tests",
                *(f"--ignore=tests/{name}" for name in left_out),
            ),
        ]
    )


if __name__ == "__main__":
    sys.exit(0 if all([holds_without(feature) for feature in sys.argv[1:]]) else 1)
