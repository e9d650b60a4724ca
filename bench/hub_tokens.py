"""A hub's API tokens through us, beside the hub's own API with the same login, and what an open panel costs.

One real JupyterHub behind configurable-http-proxy; the sides take turns. ``create``, ``list`` and ``revoke``
are times there and back; ``refused`` is the time from the press of Revoke to the first request with that
token that is refused (the hub's API alone leaves it to the single-user server, which remembers for 300 s).
``idle`` counts the requests for tokens and users in the hub's log while a page watches the list and does
nothing.
"""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
import websocket
from rig import stats
from rig.options import Options
from rig.places import ROOT
from rig.record import Record, packages
from rig.table import Row

SAMPLES, QUICK = 60, 5
IDLE_SECONDS, QUICK_IDLE = 120, 10
OURS, HUB = "ours", "hub"
CALLS = {"create": "make a token", "list": "list them", "revoke": "revoke one"}
_ASKED = re.compile(r" (?:GET|POST|DELETE) /jh/hub/api/users?(?:/alice(?:/tokens\S*)?)? \(alice@")


@dataclass
class Site:
    """``page`` is the token of alice's browser at her server; ``log`` is the hub's."""

    url: str
    page: str
    log: Path

    def ask(self, method: str, path: str, token: str, body: object = None) -> tuple[int, Any]:
        """Over a new connection, as each call of a page may be."""
        at = urlsplit(self.url)
        connection = http.client.HTTPConnection(at.hostname or "", at.port, timeout=30)
        data = None if body is None else json.dumps(body)
        headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
        connection.request(method, at.path + path, data, headers)
        reply = connection.getresponse()
        text = reply.read()
        connection.close()
        return reply.status, json.loads(text) if text else None


def measure(options: Options) -> None:
    record = Record("hub_tokens", options.samples(SAMPLES, QUICK), options.quick)
    with _site() as site:
        python = ROOT / ".venv" / "bin" / "python"
        versions = packages(python, "jupyterhub", "jupyterlab", "jupyter-server")
        for side in (OURS, HUB):
            record.side(side, ["jupyterhub"], versions)
        sides = {OURS: _ours(site), HUB: _of_the_hub(site)}
        for index in range(record.content["wanted_samples"] + 1):
            for side in (OURS, HUB) if index % 2 else (HUB, OURS):
                taken = sides[side]()
                if index:  # the first of each warms up
                    record.add(side, taken)
        seconds = QUICK_IDLE if options.quick else IDLE_SECONDS
        record.note(idle={"seconds": seconds, "requests": _idle(site, seconds)})
    record.write()


def rows(result: dict[str, Any]) -> list[Row]:
    wanted = result["wanted_samples"]
    found = [_row(call, result["samples"], wanted) for call in CALLS]
    refused = [sample["refused"] for sample in result["samples"][OURS]]
    idle = result["idle"]
    return [
        *found,
        Row(
            "a hub's token: from Revoke to the first request that is refused (median, worst)",
            f"{1000 * stats.median(refused):.0f} ms, {1000 * max(refused):.0f} ms",
            "single-user server alone up to 300 s",
            "≤ 1 s",
            max(refused) <= 1,
            wanted,
        ),
        Row(
            "requests of the hub's API in an idle hour, the panel in view",
            f"{idle['requests'] * 3600 / idle['seconds']:.0f} ({idle['requests']} in {idle['seconds']} s)",
            "",
            "0",
            idle["requests"] == 0,
            1,
        ),
    ]


def _row(call: str, samples: dict[str, list[dict[str, float]]], wanted: int) -> Row:
    sides = {side: [sample[call] for sample in samples[side]] for side in (OURS, HUB)}
    low, high = stats.interval(stats.differences(sides[OURS], sides[HUB]))
    difference = stats.median(stats.differences(sides[OURS], sides[HUB]))
    return Row(
        f"a hub's tokens: {CALLS[call]} (median)",
        f"{1000 * stats.median(sides[OURS]):.0f} ms: {1000 * difference:+.0f} ms "
        f"[{1000 * low:+.0f}, {1000 * high:+.0f}]",
        f"the hub's own API {1000 * stats.median(sides[HUB]):.0f} ms",
        "—",
        None,
        wanted,
    )


def _timed(call: Callable[[], tuple[int, Any]], wanted: int) -> tuple[float, Any]:
    began = time.perf_counter()
    status, data = call()
    taken = time.perf_counter() - began
    if status != wanted:
        raise RuntimeError(f"{status}: {data}")
    return taken, data


def _ours(site: Site) -> Callable[[], dict[str, float]]:
    path = "user/alice/remote-ide/v1/apitokens"
    wish = {"recipe": "vscode", "note": "bench", "expires_in": 600}

    def take() -> dict[str, float]:
        create, made = _timed(lambda: site.ask("POST", path, site.page, wish), 201)
        listing, _ = _timed(lambda: site.ask("GET", path, site.page), 200)
        secret, one = made["secret"], f"{path}/{made['apitoken']['id']}"
        _timed(lambda: site.ask("GET", "user/alice/api/kernels", secret), 200)
        began = time.perf_counter()
        revoke, _ = _timed(lambda: site.ask("DELETE", one, site.page), 204)
        while site.ask("GET", "user/alice/api/kernels", secret)[0] != 403:
            pass
        return {"create": create, "list": listing, "revoke": revoke, "refused": time.perf_counter() - began}

    return take


def _of_the_hub(site: Site) -> Callable[[], dict[str, float]]:
    path = "hub/api/users/alice/tokens"
    wish = {"note": "bench", "expires_in": 600, "scopes": ["access:servers!server=alice/"]}

    def take() -> dict[str, float]:
        create, made = _timed(lambda: site.ask("POST", path, site.page, wish), 201)
        listing, _ = _timed(lambda: site.ask("GET", path, site.page), 200)
        revoke, _ = _timed(lambda: site.ask("DELETE", f"{path}/{made['id']}", site.page), 204)
        return {"create": create, "list": listing, "revoke": revoke}

    return take


def _idle(site: Site, seconds: float) -> int:
    """How often the hub was asked for alice while her page watched the list."""
    url = site.url.replace("http", "ws", 1) + "user/alice/remote-ide/v1/watch?topics=apitokens"
    watch = websocket.create_connection(url, header=[f"Authorization: token {site.page}"], timeout=30)
    watch.send(json.dumps({"want": {"apitokens": "visible"}}))
    while "snapshot" not in watch.recv():
        pass
    time.sleep(3)  # the first look, which is no idleness
    before = len(_ASKED.findall(site.log.read_text()))
    if not before:
        raise RuntimeError("the hub's log has no line for what it was asked: nothing could be counted")
    time.sleep(seconds)
    watch.close()
    return len(_ASKED.findall(site.log.read_text())) - before


@contextmanager
def _site() -> Iterator[Site]:
    argv = [ROOT / ".venv" / "bin" / "python", "-m", "tests.real.rig.cli", "hub", "--user", "alice"]
    debug = "c.JupyterHub.log_level = 'DEBUG'"
    with subprocess.Popen(
        [*argv, "--owner-tokens", "--extra", debug],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=sys.stderr,
        text=True,
    ) as rig:
        try:
            facts = json.loads(rig.stdout.readline() if rig.stdout else "")
            yield Site(facts["url"], _login(facts), Path(facts["log"]))
        finally:
            if rig.stdin:
                rig.stdin.close()


def _login(facts: dict[str, str]) -> str:
    browser = requests.Session()
    browser.get(facts["url"] + "hub/login", timeout=30)
    form = {"username": "alice", "password": facts["password"], "_xsrf": browser.cookies["_xsrf"]}
    browser.post(facts["url"] + "hub/login", data=form, timeout=30, allow_redirects=False)
    page = browser.get(facts["url"] + "user/alice/lab", timeout=60).text
    found = re.search(r'"token": "([^"]+)"', page)
    if found is None:
        raise RuntimeError("the page of JupyterLab has no token of its own")
    return found[1]
