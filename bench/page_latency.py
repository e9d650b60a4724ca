"""From listen() to the row in the page: a real program, a real JupyterLab in Chromium, the panel open.

The program takes the time right after its listen() returned. In the page a MutationObserver on the panel
takes the time when the port first stands in the list of what runs, and when its link does. Both read the
same machine's clock. The pauses between programs are random, so that they do not walk in step with the
scan.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from rig import envs, stats
from rig.browser import Browser
from rig.options import Options
from rig.places import PROGRAMS, run_folder
from rig.record import Record, packages
from rig.server import environment, free_port, server
from rig.table import Row

SAMPLES, QUICK = 60, 8
MEDIAN, TAIL = 0.4, 1.0
INTERVAL = 0.5  # seconds, while the panel is visible (docs/developers/architecture.md)


def measure(options: Options) -> None:
    record = Record("page_latency", options.samples(SAMPLES, QUICK), options.quick)
    python = envs.ours()
    run = run_folder()
    argv = [sys.executable, str(PROGRAMS / "slow.py"), "{port}", "0", str(run / "listening.txt")]
    record.note(scan_interval=INTERVAL, program=argv)
    rng = random.Random(1)
    (run / "home").mkdir()
    try:
        with Browser() as browser, server(python) as jupyter:
            record.note(chromium=browser.version)
            record.side("ours", jupyter.argv, packages(python, *envs.SHOWN))
            browser.play("lab.open", session="ports", url=jupyter.url, token=jupyter.token)
            browser.play("lab.showPanel", session="ports")
            time.sleep(5)
            for index in range(record.content["wanted_samples"] + 1):
                if index:
                    record.take("ours", partial(_sample, browser, argv, run))
                else:  # the first only warms up
                    _sample(browser, argv, run)
                time.sleep(1.5 + rng.random())
            browser.play("close", session="ports")
    finally:
        shutil.rmtree(run, ignore_errors=True)
    record.write()


def rows(result: dict[str, Any]) -> list[Row]:
    samples = result["samples"]["ours"]
    took = [sample["row"] - sample["listening"] for sample in samples if sample["row"]]
    links = [sample["link"] - sample["listening"] for sample in samples if sample["link"]]
    middle, tail = stats.median(took), stats.quantile(took, 0.95)
    missed = len(samples) - len(took)
    never = f", {missed} never" if missed else ""
    link = f"; its link {stats.median(links):.2f} s" if links else ""
    return [
        Row(
            "listen() → row in the page, panel open",
            f"median {middle:.2f} s, p95 {tail:.2f} s, worst {max(took):.2f} s{never}{link}",
            f"scan interval {result['scan_interval']} s",
            f"p95 ≤ {TAIL} s, median ≤ {MEDIAN} s",
            middle <= MEDIAN and tail <= TAIL and not missed,
            len(samples),
        )
    ]


def _sample(browser: Browser, argv: list[str], run: Path) -> dict[str, float | None]:
    port = free_port()
    moment = run / "listening.txt"
    moment.unlink(missing_ok=True)
    browser.play("lab.expectPort", session="ports", port=port)
    program = subprocess.Popen(
        [word.format(port=port) for word in argv],
        env=environment(run / "home"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        found: dict[str, float | None] = browser.play("lab.seenPort", session="ports", timeout=15_000)
        return found | {"listening": float(moment.read_text())}
    finally:
        program.kill()
        program.wait()
