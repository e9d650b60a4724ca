"""What the server half costs everybody: seconds of import and load, megabytes of memory, guard included.

Fresh ``jupyter server`` processes, with us and with jupyter-server-proxy alone, in turn. Both have the same
extensions but for ours, and the same one program registered.

Import and load are counted without the pauses of Python's garbage collector, which are shown beside: with
JupyterLab loaded, a full collection (0.1 s) falls into our step, and without us into the first page. That
nobody pays for it twice shows in the processor time of the whole server until it has served that page.

Memory is the proportional set size (PSS) of the
server and of every process it started, without the program's own:

- ``started``: three seconds after the server answers;
- ``used``: the program was opened, the lists of programs and of ports were asked for, and five seconds
  passed. Our guard runs by then.
"""

from __future__ import annotations

import json
import os
import time
import urllib.error
from functools import partial
from pathlib import Path
from typing import Any

from rig import envs, stats
from rig.options import Options
from rig.places import PROGRAMS
from rig.record import Record, packages
from rig.server import Server, descendants, server
from rig.table import Row

SAMPLES, QUICK = 20, 3
SECONDS, MEGABYTES = 0.060, 6.0
OURS, STOCK = "ours", "jupyter-server-proxy"
_PROGRAM = "slow.py"
# What JupyterLab asks for until its page is there.
_PAGE = ("lab", "lab/api/settings", "lab/api/translations", "api/kernelspecs", "api/sessions", "api/contents")


def measure(options: Options) -> None:
    record = Record("load", options.samples(SAMPLES, QUICK), options.quick)
    sides = {OURS: envs.ours(), STOCK: envs.stock()}
    for python in sides.values():
        _sample(python, OURS, Record("warm-up", 1, True))  # byte code and page cache
    for index in range(record.content["wanted_samples"]):
        order = list(sides.items())
        for side, python in order if index % 2 else reversed(order):
            record.take(side, partial(_sample, python, side, record))
    record.write()


def rows(result: dict[str, Any]) -> list[Row]:
    ours, stock = result["samples"][OURS], result["samples"][STOCK]
    seconds = stats.differences(*([_all(sample) for sample in side] for side in (ours, stock)))
    own, pauses = [], []
    for sample in ours:
        steps = sample["extensions"]["jupyterlab_remote_ide"]
        pauses.append(_steps(steps, "pause"))
        own.append(_steps(steps, "wall") - pauses[-1])
    page = stats.differences(*([sample["page_cpu"] for sample in side] for side in (ours, stock)))
    low, high = stats.interval(seconds)
    first, last = stats.interval(page)
    table = [
        Row(
            "server extension: import + load, the collector's pauses apart (median)",
            f"{stats.median(own) * 1000:.0f} ms inside its own calls; all extensions in pairs "
            f"{stats.median(seconds) * 1000:+.0f} ms [{low * 1000:+.0f}, {high * 1000:+.0f}]; "
            f"pauses inside its calls {stats.median(pauses) * 1000:.0f} ms",
            f"all extensions without us {stats.median([_all(sample) for sample in stock]) * 1000:.0f} ms",
            f"≤ {SECONDS * 1000:.0f} ms",
            max(stats.median(own), stats.median(seconds)) <= SECONDS,
            len(ours),
        ),
        Row(
            "server: processor time until its first page is served, pauses and all (median)",
            f"{stats.median(page) * 1000:+.0f} ms [{first * 1000:+.0f}, {last * 1000:+.0f}]",
            f"without us {stats.median([sample['page_cpu'] for sample in stock]) * 1000:.0f} ms",
            f"≤ {SECONDS * 1000:.0f} ms more",
            stats.median(page) <= SECONDS,
            len(ours),
        ),
    ]
    for state, words in (("started", "after the start"), ("used", "in use, guard included")):
        more = stats.differences(*([_megabytes(sample[state]) for sample in side] for side in (ours, stock)))
        low, high = stats.interval(more)
        table.append(
            Row(
                f"server: resident memory (PSS) {words}",
                f"{stats.median(more):+.1f} MB [{low:+.1f}, {high:+.1f}]",
                f"without us {stats.median([_megabytes(sample[state]) for sample in stock]):.1f} MB",
                f"≤ {MEGABYTES:.0f} MB more",
                stats.median(more) <= MEGABYTES,
                len(ours),
            )
        )
    return table


def _all(sample: dict[str, Any]) -> float:
    return sum(_steps(steps, "wall") - _steps(steps, "pause") for steps in sample["extensions"].values())


def _steps(steps: dict[str, float], clock: str) -> float:
    return sum(seconds for step, seconds in steps.items() if step.endswith(clock))


def _megabytes(processes: list[dict[str, Any]]) -> float:
    return sum(process["Pss"] for process in processes) / 1024


def _sample(python: Path, side: str, record: Record) -> dict[str, Any]:
    command = [str(python), str(PROGRAMS / _PROGRAM), "{port}", "0", "listening.txt"]
    config = f"c.ServerProxy.servers = {{'tiny': {{'command': {command!r}, 'timeout': 30}}}}\n"
    with server(python, config, [str(PROGRAMS / "timed_server.py"), "times.json"]) as jupyter:
        record.side(side, jupyter.argv, packages(python, *envs.SHOWN), servers=config.strip())
        sample: dict[str, Any] = json.loads((jupyter.folder / "times.json").read_text())
        for path in _PAGE:
            jupyter.get(path)
        sample["page_cpu"] = _processor(jupyter)
        time.sleep(3)
        sample["started"] = _memory(jupyter)
        for path in ("remote-ide/v1/apps", "remote-ide/v1/ports", "server-proxy/servers-info"):
            _ask(jupyter, path)
        _open(jupyter)
        time.sleep(5)
        sample["used"] = _memory(jupyter)
        return sample


def _processor(jupyter: Server) -> float:
    """Seconds of the server process so far, user and system; its own clock ticks, mostly 10 ms."""
    after_name = Path(f"/proc/{jupyter.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def _memory(jupyter: Server) -> list[dict[str, Any]]:
    """kB of each process; names are what tells them apart."""
    found = []
    for pid in (jupyter.process.pid, *descendants(jupyter.process.pid)):
        process = Path(f"/proc/{pid}")
        try:
            argv = (process / "cmdline").read_bytes().decode().split("\0")
            rollup = (process / "smaps_rollup").read_text().splitlines()[1:]
        except OSError:
            continue
        if any(word.endswith(_PROGRAM) for word in argv):
            continue
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in rollup}
        kept = {key: sizes[key] for key in ("Rss", "Pss", "Private_Clean", "Private_Dirty")}
        found.append({"argv": [word[:60] for word in argv[:4] if word], **kept})
    return found


def _ask(jupyter: Server, path: str) -> None:
    try:
        jupyter.get(path)
    except urllib.error.HTTPError as error:
        if error.code != 404:  # this side does not have it
            raise


def _open(jupyter: Server) -> None:
    """Until the program itself answers: a start page comes with 503."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            jupyter.get("tiny/", timeout=30)
        except urllib.error.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the program did not come up")
