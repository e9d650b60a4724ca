"""How many actions, and characters typed, lead from "logged in" to a running cell in VS Code, by way.

Counted in Chromium by the browser tests, from the browser's own trusted events; the five in VS Code itself
are those of its documentation. Beside them stands the way by hand, as sites' manuals have it.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from rig.options import Options
from rig.places import ROOT
from rig.record import Record, packages
from rig.table import Row

SPECS = ("actions", "oauth", "lasting")
# What the panel calls the way, the words for it, how many are to be reached, and how many by hand.
WAYS = {
    "embedded": ("a server of one's own", 6, "11"),
    "session": ("a hub, the session's own token", 6, "11"),
    "hub-oauth": ("a hub that grants it, a token that lasts", 6, "15 to 17"),
    "guided": ("a hub that grants nothing, a token that lasts", 11, "15 to 17"),
    "template": ("the same, with the operator's template", 8, "15 to 17"),
}


def measure(options: Options) -> None:
    record = Record("actions", 1, options.quick)
    versions = packages(ROOT / ".venv" / "bin" / "python", "jupyterhub", "jupyterlab")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "counted"
        argv = ["npx", "playwright", "test", "--config", "ui-tests/playwright.config.ts", "--project=hub"]
        specs = [f"hub/{name}.spec.ts" for name in SPECS]
        done = subprocess.run(
            [*argv, *specs],
            cwd=ROOT,
            env={**os.environ, "ACTIONS_FILE": str(file)},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(done.stdout[-2000:])
        for line in file.read_text().splitlines():
            counted = json.loads(line)
            way = counted.pop("way")
            record.side(way, ["jupyterlab"], versions)
            record.add(way, counted)
    if missing := WAYS.keys() - record.content["samples"].keys():
        raise RuntimeError(f"not counted: {', '.join(sorted(missing))}")
    record.write()


def rows(result: dict[str, Any]) -> list[Row]:
    return [_row(result["samples"][way][0], *words) for way, words in WAYS.items()]


def _row(counted: dict[str, int], what: str, most: int, by_hand: str) -> Row:
    actions, typed = counted["actions"], counted["typed"]
    return Row(
        f"actions from “logged in” to a cell in VS Code: {what}",
        f"{actions}, {typed} characters typed",
        f"by hand {by_hand}",
        f"≤ {most}, 0",
        actions <= most and typed == 0,
        1,
    )
