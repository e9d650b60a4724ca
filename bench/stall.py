"""How long the server does nothing else while a page loads, beside jupyter-server-proxy alone.

Two Jupyter servers, one with us, in front of the same program at ``proxy/<port>/``; other programs of this
account listen on 1,000 ports. As a browser does, six connections fetch 100 files of 20 kB. A task in each
server wakes up every 5 ms: what counts is its largest gap. ``watched``: a panel is in view meanwhile.
"""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import websocket
from rig import stats
from rig.options import Options
from rig.places import PROGRAMS
from rig.proxies import OURS, STOCK, both, in_turn, program
from rig.record import Record
from rig.server import Server, free_port
from rig.table import Row

SAMPLES, QUICK = 60, 6
FILES, FILE_SIZE, CONNECTIONS = 100, 20_000, 6
LISTENERS = 1_000
LIMIT_MS = 2.0
MODES = {"alone": "no panel in view", "watched": "the panel in view"}


def measure(options: Options) -> None:
    record = Record("stall", options.samples(SAMPLES, QUICK), options.quick)
    port = free_port()
    before = f"import sys; sys.path.insert(0, {str(PROGRAMS)!r})\n"
    config = "c.ServerApp.jpserver_extensions = {'ticker': True}\n"
    with (
        program("page.py", str(port)),
        both(record, config, before) as servers,
        program("listeners.py", str(LISTENERS)),
    ):
        _compare(record, "alone", servers, port)
        with _watched(servers[OURS]):
            _compare(record, "watched", servers, port)
    record.write()


def rows(result: dict[str, Any]) -> list[Row]:
    return [_row(mode, result["samples"][mode], result["wanted_samples"]) for mode in MODES]


def _row(mode: str, pairs: list[dict[str, float]], wanted: int) -> Row:
    more = [pair[OURS] - pair[STOCK] for pair in pairs]
    low, high = stats.interval(more)
    largest = {side: stats.median([pair[side] for pair in pairs]) for side in (OURS, STOCK)}
    return Row(
        f"event loop: largest gap while {FILES} files load, {LISTENERS:,} listeners, {MODES[mode]} (median)",
        f"{largest[OURS]:.1f} ms, {stats.median(more):+.1f} ms [{low:+.1f}, {high:+.1f}] in pairs",
        f"jupyter-server-proxy alone {largest[STOCK]:.1f} ms",
        f"≤ {LIMIT_MS:.0f} ms more",
        stats.median(more) <= LIMIT_MS,
        wanted,
    )


def _compare(record: Record, mode: str, servers: dict[str, Server], port: int) -> None:
    for one in servers.values():
        _load(one, port)
    for index in range(record.content["wanted_samples"]):
        record.add(mode, {side: _load(servers[side], port) for side in in_turn(index)})


def _load(to: Server, port: int) -> float:
    """The largest gap in ms."""
    connections = [http.client.HTTPConnection("127.0.0.1", to.port) for _ in range(CONNECTIONS)]

    def fetch(index: int) -> None:
        path = f"/proxy/{port}/{FILE_SIZE}"
        for _ in range(index, FILES, CONNECTIONS):
            connections[index].request("GET", path, headers={"Authorization": f"token {to.token}"})
            answer = connections[index].getresponse()
            if len(answer.read()) != FILE_SIZE:
                raise RuntimeError(f"{path}: {answer.status}")

    to.get("ticker")
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(fetch, range(CONNECTIONS)))
    for connection in connections:
        connection.close()
    gap: float = json.loads(to.get("ticker"))["ms"]
    return gap


@contextmanager
def _watched(to: Server) -> Iterator[None]:
    """Somebody who reads what a panel in view is told, once all listeners are known."""
    connection = websocket.create_connection(
        f"ws://127.0.0.1:{to.port}/remote-ide/v1/watch?topics=ports",
        header=[f"Authorization: token {to.token}"],
        timeout=60,
    )
    known: set[str] = set()

    def read(enough: int | None) -> None:
        while enough is None or len(known) < enough:
            try:
                message = json.loads(connection.recv())
            except (OSError, websocket.WebSocketException, ValueError):
                return
            known.update(row["id"] for row in (*message.get("snapshot", ()), *message.get("add", ())))

    read(100)  # a list is cut at some length
    reader = threading.Thread(target=read, args=(None,), daemon=True)
    reader.start()
    try:
        yield
    finally:
        connection.close()
        reader.join(5)
