"""What the browser half costs everybody who opens JupyterLab and never opens the panel.

Fresh servers and fresh browser contexts, with us and with jupyter-server-proxy alone, in turn. In the
page, before its first script, each of our plugins' ``activate`` is wrapped with a clock, and so is the
evaluation of our modules.

- awaited requests: every request to the server half (or to jupyter-server-proxy's lists) sent before Lab
  is restored;
- bytes: our scripts and styles that the page asked for, compressed with gzip -6, until five seconds
  after Lab was restored (before the panel is shown), then after the panel was shown, and all that the
  wheel holds.
"""

from __future__ import annotations

import gzip
import time
from functools import partial
from pathlib import Path
from typing import Any

from rig import envs, stats
from rig.browser import Browser
from rig.options import Options
from rig.record import Record, packages
from rig.server import server
from rig.table import Row

SAMPLES, QUICK = 20, 3
MILLISECONDS, BYTES = 10.0, 20_000
OURS, STOCK = "ours", "jupyter-server-proxy"
_FILES = "/lab/extensions/jupyterlab-remote-ide/"


def measure(options: Options) -> None:
    record = Record("lab_start", options.samples(SAMPLES, QUICK), options.quick)
    sides = {OURS: envs.ours(), STOCK: envs.stock()}
    folder = sides[OURS].parents[1] / "share" / "jupyter" / "labextensions" / "jupyterlab-remote-ide"
    record.note(gzip_bytes=_sizes(folder))
    with Browser() as browser:
        record.note(chromium=browser.version)
        _sample(browser, sides[STOCK], STOCK, Record("warm-up", 1, True))
        for index in range(record.content["wanted_samples"]):
            order = list(sides.items())
            for side, python in order if index % 2 else reversed(order):
                record.take(side, partial(_sample, browser, python, side, record))
    record.write()


def rows(result: dict[str, Any]) -> list[Row]:
    ours, stock = result["samples"][OURS], result["samples"][STOCK]
    early = [_early(sample) for sample in ours]
    spent = [sum(entry["ms"] for entry in sample["activations"]) for sample in ours]
    evaluated = stats.median([sample["evaluated_ms"] for sample in ours])
    before = max(_bytes(result, sample["before_panel"]) for sample in ours)
    after = max(_bytes(result, sample["before_panel"] + sample["with_panel"]) for sample in ours)
    more = stats.differences(*([sample["restored_ms"] for sample in side] for side in (ours, stock)))
    low, high = stats.interval(more)
    restored = [stats.median([sample["restored_ms"] for sample in side]) for side in (ours, stock)]
    count = len(ours)
    return [
        Row("JupyterLab start: awaited requests (most)", f"{max(early)}", "-", "0", max(early) == 0, count),
        Row(
            "JupyterLab start: activation of all our plugins (median)",
            f"{stats.median(spent):.1f} ms (p95 {stats.quantile(spent, 0.95):.1f} ms; "
            f"evaluation {evaluated:.1f} ms)",
            "-",
            f"≤ {MILLISECONDS:.0f} ms",
            stats.median(spent) <= MILLISECONDS,
            count,
        ),
        Row(
            "JupyterLab start: scripts and styles before the panel is shown, gzip",
            f"{before / 1000:.1f} kB (with the panel {after / 1000:.1f} kB, "
            f"in all {sum(result['gzip_bytes'].values()) / 1000:.1f} kB)",
            "-",
            f"≤ {BYTES // 1000} kB",
            before <= BYTES,
            count,
        ),
        Row(
            "JupyterLab start: until restored (median; for the record)",
            f"{restored[0]:.0f} ms, {stats.median(more):+.0f} ms [{low:+.0f}, {high:+.0f}] in pairs",
            f"without us {restored[1]:.0f} ms",
            "-",
            None,
            count,
        ),
    ]


def _early(sample: dict[str, Any]) -> int:
    return sum(
        entry["kind"] in ("request", "socket") and entry["at"] < sample["restored"]
        for entry in sample["before_panel"]
    )


def _bytes(result: dict[str, Any], log: list[dict[str, Any]]) -> int:
    names = {entry["path"].removeprefix(_FILES) for entry in log if entry["kind"] == "file"}
    return sum(size for name, size in result["gzip_bytes"].items() if name in names)


def _sizes(folder: Path) -> dict[str, int]:
    files = [path for path in folder.rglob("*") if path.suffix in (".js", ".css")]
    return {
        path.relative_to(folder).as_posix(): len(gzip.compress(path.read_bytes(), 6, mtime=0))
        for path in sorted(files)
    }


def _sample(browser: Browser, python: Path, side: str, record: Record) -> dict[str, Any]:
    with server(python) as jupyter:
        record.side(side, jupyter.argv, packages(python, *envs.SHOWN))
        sample: dict[str, Any] = browser.play(
            "lab.open", session="start", url=jupyter.url, token=jupyter.token
        )
        time.sleep(5)
        sample["before_panel"] = browser.play("lab.asked", session="start")
        if side == OURS:
            browser.play("lab.showPanel", session="start")
            time.sleep(3)
            sample["with_panel"] = browser.play("lab.asked", session="start")
        browser.play("close", session="start")
        return sample
