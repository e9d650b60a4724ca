"""What goes through an open connection, beside jupyter-server-proxy alone: WebSocket messages, a large file.

Two Jupyter servers at the same time, one with us, in front of the same programs at ``proxy/<port>/``; they
take turns.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from typing import Any

import websocket
from rig import stats
from rig.options import Options
from rig.proxies import OURS, STOCK, both, in_turn, program
from rig.record import Record
from rig.server import Server, free_port
from rig.table import Row

SAMPLES, QUICK = 60, 6
LIMIT = 1.02
MESSAGES, MESSAGE_SIZE = 200, 1_000
FILE_SIZE = 100_000_000
WHAT = {
    "message": "a WebSocket message of 1 kB there and back",
    "download": "a download of 100 MB",
}


def measure(options: Options) -> None:
    record = Record("streams", options.samples(SAMPLES, QUICK), options.quick)
    echo, page = free_port(), free_port()
    with program("echo.py", str(echo)), program("page.py", str(page)), both(record, "") as servers:
        talks = {side: _Talk(one, echo) for side, one in servers.items()}
        _compare(record, "message", {side: talk.block for side, talk in talks.items()})
        for talk in talks.values():
            talk.close()
        _compare(record, "download", {side: _download(one, page) for side, one in servers.items()})
    record.write()


def rows(result: dict[str, Any]) -> list[Row]:
    return [_row(what, result["samples"][what], result["wanted_samples"]) for what in WHAT]


def _row(what: str, pairs: list[dict[str, float]], wanted: int) -> Row:
    sides = {side: [pair[side] for pair in pairs] for side in (OURS, STOCK)}
    ratios = stats.ratios(sides[OURS], sides[STOCK])
    low, high = stats.interval(ratios)
    ratio = stats.median(ratios)
    milliseconds = {side: 1000 * stats.median(taken) for side, taken in sides.items()}
    return Row(
        f"through proxy/<port>/: {WHAT[what]} (median)",
        f"{ratio:.3f} x [{low:.3f}, {high:.3f}]: {milliseconds[OURS]:.2f} ms",
        f"jupyter-server-proxy alone {milliseconds[STOCK]:.2f} ms",
        f"≤ {LIMIT:.2f} x",
        ratio <= LIMIT,
        wanted,
    )


def _compare(record: Record, what: str, takes: dict[str, Callable[[], float]]) -> None:
    for take in takes.values():
        take()
    for index in range(record.content["wanted_samples"]):
        record.add(what, {side: takes[side]() for side in in_turn(index)})


class _Talk:
    """An open WebSocket to the program that says back what it hears."""

    def __init__(self, to: Server, port: int) -> None:
        self._connection = websocket.create_connection(
            f"ws://127.0.0.1:{to.port}/proxy/{port}/",
            header=[f"Authorization: token {to.token}"],
            timeout=60,
        )

    def block(self) -> float:
        """Seconds for one message, of many in turn."""
        said = "x" * MESSAGE_SIZE
        began = time.perf_counter()
        for _ in range(MESSAGES):
            self._connection.send(said)
            if self._connection.recv() != said:
                raise RuntimeError("another message came back")
        return (time.perf_counter() - began) / MESSAGES

    def close(self) -> None:
        self._connection.close()


def _download(to: Server, port: int) -> Callable[[], float]:
    def take() -> float:
        connection = http.client.HTTPConnection("127.0.0.1", to.port, timeout=120)
        began = time.perf_counter()
        connection.request(
            "GET", f"/proxy/{port}/{FILE_SIZE}", headers={"Authorization": f"token {to.token}"}
        )
        read, answer = 0, connection.getresponse()
        while chunk := answer.read(1 << 20):
            read += len(chunk)
        taken = time.perf_counter() - began
        connection.close()
        if read != FILE_SIZE:
            raise RuntimeError(f"{answer.status}: {read} bytes")
        return taken

    return take
