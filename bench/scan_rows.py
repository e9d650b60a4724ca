"""``bench/scan.py`` as one of the benchmarks: runs it, adds what every result holds, words its rows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from rig import stats
from rig.options import Options
from rig.places import RESULTS, ROOT
from rig.record import Record
from rig.table import Row

SAMPLES, QUICK = 15, 3
CHEAPER, NEAR = 100, 2.0
_SCRIPT = Path(__file__).with_name("scan.py")


def measure(options: Options) -> None:
    record = Record("scan", options.samples(SAMPLES, QUICK), options.quick)
    argv = [sys.executable, str(_SCRIPT), "--rounds", str(record.content["wanted_samples"])]
    subprocess.run(argv, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    measured = json.loads((RESULTS / "scan.json").read_text())
    for way in next(iter(measured["samples"].values())):
        record.side(way, argv, measured["versions"])
    record.note(**{key: value for key, value in measured.items() if key not in record.content})
    record.note(samples=measured["samples"])
    record.write()


def rows(result: dict[str, Any]) -> list[Row]:
    table = []
    for count, ways in result["samples"].items():
        ours, bare, psutil = (ways[name] for name in ("ours, nothing changed", "bare dump", "psutil"))
        cheaper = stats.median(psutil) / stats.median(ours)
        near = stats.median(stats.ratios(ours, bare))
        low, high = stats.interval(stats.ratios(ours, bare))
        others = {
            "psutil": psutil,
            "/proc": ways.get("ours, /proc fallback"),
            "ss": ways.get("ss -ltn"),
            "bare dump": bare,
        }
        aim = f"≥ {CHEAPER} x cheaper than psutil, " if count == "10" else ""
        table.append(
            Row(
                f"one scan at {int(count):,} listeners, nothing changed (median, CPU)",
                f"{stats.median(ours):.3f} ms = {near:.2f} x bare [{low:.2f}, {high:.2f}], "
                f"{cheaper:.0f} x cheaper than psutil; when it changed {_ms(ways['ours, parsed'])}",
                "; ".join(f"{name} {_ms(samples)}" for name, samples in others.items() if samples),
                f"{aim}≤ {NEAR:.0f} x bare",
                near <= NEAR and (count != "10" or cheaper >= CHEAPER),
                len(ours),
            )
        )
    return table


def _ms(samples: list[float]) -> str:
    return f"{stats.median(samples):.3f} ms"
