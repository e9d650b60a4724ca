"""What it costs to look how much memory and processor time is in use, while the panel is in view.

A sample is all that the server does for it: the files of the control groups or of the machine, and the
message, encoded for one browser. The figures are CPU milliseconds of one. ``job``: inside a group of its
own with a limit for memory and for processor time (version 1, as root), three levels deep; ``machine``:
without any limit.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from rig import stats
from rig.options import Options
from rig.places import ROOT
from rig.record import Record
from rig.table import Row

SAMPLES, QUICK = 15, 3
EACH = 500
LIMIT_PERCENT = 0.1
SIDES = {"job": "a job with limits", "machine": "no limit"}
_TOP = Path("/sys/fs/cgroup")
_LIMITS = {
    "memory": {"memory.limit_in_bytes": str(2**30)},
    "cpu": {"cpu.cfs_period_us": "100000", "cpu.cfs_quota_us": "150000"},
    "cpuacct": {},
}


def measure(options: Options) -> None:
    record = Record("usage", options.samples(SAMPLES, QUICK), options.quick)
    argv = [sys.executable, __file__]
    with _groups() as folders:
        inside = "".join(f"echo $$ > {folder}/cgroup.procs; " for folder in folders)
        ways = {"machine": ""} | ({"job": inside} if folders else {})
        for _ in range(record.content["wanted_samples"]):
            for side, enter in ways.items():
                command = ["sh", "-c", f'{enter}exec "$@"', "sh", *argv]
                done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
                found = json.loads(done.stdout)
                record.side(side, argv, {}, scope=found["scope"], interval_s=found["interval_s"])
                record.add(side, found["ms"])
    record.write()


def rows(result: dict[str, Any]) -> list[Row]:
    return [_row(result, side) for side in SIDES if side in result["samples"]]


def _row(result: dict[str, Any], side: str) -> Row:
    samples = result["samples"][side]
    interval = result["sides"][side]["interval_s"]
    percent = stats.median(samples) / (10 * interval)
    return Row(
        f"one look at what is in use, panel in view, {SIDES[side]} (median, CPU)",
        f"{stats.median(samples):.2f} ms each {interval:.0f} s = {percent:.3f} % of a processor",
        "panel hidden 0",
        f"≤ {LIMIT_PERCENT} %",
        percent <= LIMIT_PERCENT,
        len(samples),
    )


@contextmanager
def _groups() -> Iterator[list[Path]]:
    """Groups with limits, one below the other; none where they cannot be made."""
    with ExitStack() as stack:
        folders = []
        if os.getuid() == 0 and all((_TOP / name / "cgroup.procs").exists() for name in _LIMITS):
            for name, limits in _LIMITS.items():
                folder = _TOP / name
                for level in (f"remote-ide-bench-{os.getpid()}", "job_1", "step_0"):
                    folder /= level
                    folder.mkdir()
                    stack.callback(folder.rmdir)
                    if level == "job_1":
                        for file, value in limits.items():
                            (folder / file).write_text(value)
                folders.append(folder)
        yield folders


async def _here() -> None:
    from jupyterlab_remote_ide.session.usage import Timing, Usage

    usage = Usage(list, timing=Timing(first=3600))
    subscription = usage.topic.subscribe(lambda message: message.data)
    subscription.want("visible")
    usage._publish()
    began = time.process_time()
    for _ in range(EACH):
        usage._publish()
    ms = 1000 * (time.process_time() - began) / EACH
    (scope,) = {row["scope"] for row in usage.topic.rows()}
    print(json.dumps({"ms": round(ms, 4), "scope": scope, "interval_s": Timing().interval}))
    await usage.stop()


if __name__ == "__main__":
    asyncio.run(_here())
