"""A program that needs 12 s to start: from its listen() to its content in the user's page.

The same Jupyter server with the same configuration, with us and with jupyter-server-proxy alone. On both a
logged-in user types the program's address. Stock holds the request; ours shows the start page, which becomes
the program. Every sample is a program that was never started before.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from rig import envs, stats
from rig.browser import Browser
from rig.options import Options
from rig.places import PROGRAMS
from rig.record import Record, packages
from rig.server import server
from rig.table import Row

SAMPLES, QUICK = 10, 2
SECONDS = 12.0
TARGET = 0.5


def measure(options: Options) -> None:
    record = Record("slow_start", options.samples(SAMPLES, QUICK), options.quick)
    record.note(slow_start_seconds=SECONDS)
    sides = {"ours": envs.ours(), "jupyter-server-proxy": envs.stock()}
    with Browser() as browser:
        record.note(chromium=browser.version)
        for _ in range(record.content["wanted_samples"]):
            for side, python in sides.items():
                record.take(side, partial(_sample, browser, python, side, record))
    record.write()


def rows(result: dict[str, Any]) -> list[Row]:
    ours, stock = (
        [sample["shown"] - sample["listening"] for sample in result["samples"][side]]
        for side in ("ours", "jupyter-server-proxy")
    )
    figure = stats.median(ours)
    return [
        Row(
            f"app listening → shown, {result['slow_start_seconds']:.0f} s slow start (median)",
            f"{figure:.2f} s (worst {max(ours):.2f} s)",
            f"jupyter-server-proxy alone {stats.median(stock):.2f} s",
            f"≤ {TARGET} s",
            max(ours) <= TARGET,
            len(ours),
        )
    ]


def _config(python: Path) -> str:
    command = [str(python), str(PROGRAMS / "slow.py"), "{port}", str(SECONDS), "listening.txt"]
    # Stock gives up after 5 s unless told otherwise; both sides are told.
    return f"c.ServerProxy.servers = {{'slow': {{'command': {command!r}, 'timeout': 60}}}}\n"


def _sample(browser: Browser, python: Path, side: str, record: Record) -> dict[str, Any]:
    with server(python, _config(python)) as jupyter:
        record.side(side, jupyter.argv, packages(python, *envs.SHOWN), servers=_config(python))
        browser.play("page.login", session="slow", url=jupyter.url, token=jupyter.token)
        sample: dict[str, Any] = browser.play(
            "page.shown", session="slow", url=f"{jupyter.url}slow/", selector="#slow-app", timeout=90_000
        )
        browser.play("close", session="slow")
        # The program's working folder is the server's.
        return sample | {"listening": float((jupyter.folder / "listening.txt").read_text())}
