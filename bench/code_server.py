"""From the click to code-server's HTML, and to a file visible in its explorer: ours, bare, the stock wrapper.

Every sample is cold: a new home folder, a new server process, a new browser context; Chromium itself stays.
What the click is:

- ours: a page calls ``POST apps/code-server/start`` and opens the address of the answer, as the tile does;
- jupyter-server-proxy with jupyter-vscode-proxy: a page opens ``vscode/``, as its tile does;
- bare: the moment code-server is spawned. Its port is dialled every 5 ms; then the page opens.

The Jupyter server of the two proxied sides is up before the click. All three get ``?folder=``. Bare has our
flags and a TCP port; the wrapper has its own flags.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rig import envs, stats
from rig.browser import Browser
from rig.options import Options
from rig.places import run_folder
from rig.record import Record, packages
from rig.server import end_run, environment, free_port, server
from rig.table import Row

SAMPLES, QUICK = 20, 2
FIRST_BYTE, RATIO = 0.15, 1.10
FILE = "visible.txt"
_FLAGS = [
    "--auth=none",
    "--disable-telemetry",
    "--disable-update-check",
    "--ignore-last-opened",
    "--disable-workspace-trust",
]


def measure(options: Options) -> None:
    record = Record("code_server", options.samples(SAMPLES, QUICK), options.quick)
    record.note(
        code_server=_said(envs.code_server(), "--version").split()[0], node=_said("node", "--version")
    )
    sides: dict[str, Callable[[Browser, Record], dict[str, Any]]] = {
        "ours": _ours,
        "bare": _bare,
        "jupyter-vscode-proxy": _wrapper,
    }
    order = list(sides)
    with Browser() as browser:
        record.note(chromium=browser.version)
        _bare(browser, Record("warm-up", 1, True))  # Chromium and the files' pages, for all sides
        for index in range(record.content["wanted_samples"]):
            # Each side comes first as often as the others.
            for side in order[index % 3 :] + order[: index % 3]:
                record.take(side, partial(sides[side], browser, record))
    record.write()


def rows(result: dict[str, Any]) -> list[Row]:
    def took(side: str, what: str) -> list[float]:
        return [sample[what] - sample["click"] for sample in result["samples"][side]]

    table = []
    ours, bare, wrapper = (took(side, "first_byte") for side in ("ours", "bare", "jupyter-vscode-proxy"))
    more = stats.differences(ours, bare)
    low, high = stats.interval(more)
    table.append(
        Row(
            "click → first byte of code-server's HTML, cold (median)",
            f"{stats.median(ours):.2f} s = bare {stats.median(more):+.2f} s [{low:+.2f}, {high:+.2f}]",
            f"bare {stats.median(bare):.2f} s; jupyter-vscode-proxy {stats.median(wrapper):.2f} s",
            f"bare + {FIRST_BYTE} s",
            stats.median(more) <= FIRST_BYTE,
            len(ours),
        )
    )
    ours, bare, wrapper = (took(side, "file") for side in ("ours", "bare", "jupyter-vscode-proxy"))
    ratio = stats.ratios(ours, bare)
    low, high = stats.interval(ratio)
    theirs = stats.ratios(wrapper, bare)
    their_low, their_high = stats.interval(theirs)
    table.append(
        Row(
            "click → file visible in its explorer, cold (median)",
            f"{stats.median(ours):.2f} s = {stats.median(ratio):.2f} x bare [{low:.2f}, {high:.2f}]",
            f"bare {stats.median(bare):.2f} s; jupyter-vscode-proxy {stats.median(wrapper):.2f} s = "
            f"{stats.median(theirs):.2f} x bare [{their_low:.2f}, {their_high:.2f}]",
            f"≤ {RATIO:.2f} x bare",
            stats.median(ratio) <= RATIO,
            len(ours),
        )
    )
    return table


def _ours(browser: Browser, record: Record) -> dict[str, Any]:
    python = envs.ours()
    with server(python) as jupyter:
        record.side("ours", jupyter.argv, packages(python, *envs.SHOWN))
        _prepare(browser, jupyter.url, jupyter.token)
        sample: dict[str, Any] = browser.play(
            "vscode.openOurs", session="cold", token=jupyter.token, app="code-server", folder=""
        )
        browser.play("close", session="cold")
        return sample


def _wrapper(browser: Browser, record: Record) -> dict[str, Any]:
    python = envs.peer()
    with server(python) as jupyter:
        record.side("jupyter-vscode-proxy", jupyter.argv, packages(python, *envs.SHOWN))
        _prepare(browser, jupyter.url, jupyter.token)
        url = f"{jupyter.url}vscode/?folder={quote(str(jupyter.folder))}"
        sample: dict[str, Any] = browser.play("vscode.openLink", session="cold", url=url)
        browser.play("close", session="cold")
        return sample


def _bare(browser: Browser, record: Record) -> dict[str, Any]:
    run = run_folder()
    folder = run / "home" / "work"
    folder.mkdir(parents=True)
    (folder / FILE).write_text("seen\n")
    port = free_port()
    argv = [str(envs.code_server()), *_FLAGS, f"--bind-addr=127.0.0.1:{port}"]
    record.side("bare", argv, {"code-server": _said(envs.code_server(), "--version").split()[0]})
    _prepare(browser)
    click = time.time()
    process = subprocess.Popen(
        argv,
        cwd=folder,
        env=environment(run / "home"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _listens(port)
        url = f"http://127.0.0.1:{port}/?folder={quote(str(folder))}"
        sample: dict[str, Any] = browser.play("vscode.openBare", session="cold", url=url)
        browser.play("close", session="cold")
        return sample | {"click": click}
    finally:
        os.killpg(process.pid, 9)
        end_run(run)
        process.wait()
        shutil.rmtree(run, ignore_errors=True)


def _said(*argv: str | Path) -> str:
    return subprocess.run(argv, capture_output=True, text=True, check=True).stdout.strip()


def _prepare(browser: Browser, url: str = "", token: str = "") -> None:
    browser.play("vscode.prepare", session="cold", file=FILE, url=url, token=token)
    time.sleep(1)  # what the last sample stirred up settles


def _listens(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.005)
        else:
            return
    raise RuntimeError("code-server did not listen within a minute")
