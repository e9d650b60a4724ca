"""What an idle page asks of the server: requests, sockets and frames, counted through Chromium.

Three JupyterLabs at once, each with its own server and its own browser context, after half a minute of
settling: the panel hidden and background ports off; hidden and on; the panel visible.
"""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from typing import Any

from rig import envs
from rig.browser import Browser
from rig.options import Options
from rig.record import Record, packages
from rig.server import Server, server
from rig.table import Row

SECONDS, QUICK = 600, 60
SETTLING = 30
_SETTINGS = ".jupyter/lab/user-settings/jupyterlab-remote-ide/ports.jupyterlab-settings"
_STATES = {
    "hidden-off": ("panel hidden, background ports off", 0),
    "hidden-on": ("panel hidden, background ports on", 1),
    "visible": ("panel visible and idle", 1),
}


def measure(options: Options) -> None:
    """One sample of each state; ``--samples`` is without meaning here."""
    record = Record("traffic", 1, options.quick)
    seconds = QUICK if options.quick else SECONDS
    python = envs.ours()
    record.note(seconds=seconds, settling_seconds=SETTLING)
    with ExitStack() as stack:
        browser = stack.enter_context(Browser())
        record.note(chromium=browser.version)
        for state in _STATES:
            jupyter = stack.enter_context(server(python))
            _set(jupyter, state)
            settings = {"backgroundPorts": state != "hidden-off"}
            record.side(state, jupyter.argv, packages(python, *envs.SHOWN), settings=settings)
            browser.play("lab.open", session=state, url=jupyter.url, token=jupyter.token)
            if state == "visible":
                browser.play("lab.showPanel", session=state)
        time.sleep(SETTLING)
        opening = {state: browser.play("lab.asked", session=state) for state in _STATES}
        time.sleep(seconds)
        for state in _STATES:
            idle = browser.play("lab.asked", session=state)
            record.add(state, {"opening": opening[state], "idle": idle})
    record.write()


def rows(result: dict[str, Any]) -> list[Row]:
    table = []
    minutes = result["seconds"] / 60
    for state, (words, hourly) in _STATES.items():
        sample = result["samples"][state][0]
        sent = [entry for entry in sample["idle"] if entry["kind"] in ("request", "socket", "sent")]
        opening = sum(entry["kind"] in ("request", "socket", "sent") for entry in sample["opening"])
        target = "0" if hourly == 0 else f"≤ {hourly} an hour"
        table.append(
            Row(
                f"requests of an idle page: {words}",
                f"{len(sent)} in {minutes:.0f} min",
                f"while it opened {opening}",
                target,
                len(sent) * 60 / minutes <= hourly,
                1,
            )
        )
    return table


def _set(jupyter: Server, state: str) -> None:
    path = jupyter.home / _SETTINGS
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"backgroundPorts": state != "hidden-off"}))
