"""What our checks cost each request to a port or an app, beside jupyter-server-proxy alone.

Two Jupyter servers at the same time, one with us, in front of the same kind of program: by ``proxy/<port>/``
and by the name of an app. They take turns with blocks of requests, one after the other or 20 at once, each
over connections that stay open. Meanwhile other programs listen on many ports: what is asked of the kernel
per request must not grow with them. ``procfs``: a server whose kernel refuses netlink.
"""

from __future__ import annotations

import http.client
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rig import stats
from rig.options import Options
from rig.places import PROGRAMS
from rig.proxies import OURS, STOCK, both, in_turn, program
from rig.record import Record
from rig.server import Server, free_port
from rig.table import Row

SAMPLES, QUICK = 80, 4
REQUESTS, AT_ONCE = 20, 20
LIMITS = {"netlink": 1.05, "procfs": 1.10}
LISTENERS, SIZES = (10, 1000), (1_000, 1_000_000)
_REFUSED = (
    "from jupyterlab_remote_ide.host import sockdiag\n"
    "def refused(): raise PermissionError(1, 'no netlink')\n"
    "sockdiag._open = refused\n"
)


def measure(options: Options) -> None:
    record = Record("proxied", options.samples(SAMPLES, QUICK), options.quick)
    port = free_port()
    command = [sys.executable, str(PROGRAMS / "page.py"), "{port}"]
    config = f"c.ServerProxy.servers = {{'page': {{'command': {command!r}, 'timeout': 30}}}}\n"
    for kernel in LIMITS:
        refused = _REFUSED if kernel == "procfs" else ""
        with program("page.py", str(port)), both(record, config, before_ours=refused) as servers:
            for count in LISTENERS:
                with program("listeners.py", str(count)):
                    for size in SIZES:
                        for way in (f"proxy/{port}/", "page/"):
                            _compare(
                                record, servers, f"{way}{size}", (kernel, count, size, way.split("/")[0])
                            )
    record.write()


def rows(result: dict[str, Any]) -> list[Row]:
    table = []
    for kernel, limit in LIMITS.items():
        cells = [cell for cell in result["samples"]["cells"] if cell["kernel"] == kernel]
        ratios = {_name(cell): stats.ratios(cell[OURS], cell[STOCK]) for cell in cells}
        medians = {name: stats.median(found) for name, found in ratios.items()}
        worst = max(medians, key=lambda name: medians[name])
        low, high = stats.interval(ratios[worst])
        stock = 1000 * stats.median([taken for cell in cells for taken in cell[STOCK]]) / REQUESTS
        table.append(
            Row(
                f"a request to a port or an app, {kernel}, {len(cells)} cases",
                f"median {stats.median(list(medians.values())):.3f} x; "
                f"worst {medians[worst]:.3f} x [{low:.3f}, {high:.3f}]: {worst}",
                f"jupyter-server-proxy alone {stock:.1f} ms",
                f"each ≤ {limit:.2f} x",
                medians[worst] <= limit,
                result["wanted_samples"],
            )
        )
    return table


def _name(cell: dict[str, Any]) -> str:
    return f"{cell['way']}, {cell['size'] // 1000} kB, {cell['mode']}, {cell['listeners']} listeners"


def _compare(record: Record, servers: dict[str, Server], path: str, case: tuple[str, int, int, str]) -> None:
    kernel, count, size, way = case
    for mode, at_once in (("in turn", 1), (f"{AT_ONCE} at once", AT_ONCE)):
        clients = {side: _Client(one, path, size, at_once) for side, one in servers.items()}
        times: dict[str, list[float]] = {side: [] for side in servers}
        for client in clients.values():
            client.block()  # starts the app, opens the connections
        for index in range(record.content["wanted_samples"]):
            for side in in_turn(index):
                times[side].append(clients[side].block())
        for client in clients.values():
            client.close()
        facts = {"kernel": kernel, "listeners": count, "size": size, "way": way, "mode": mode}
        record.add("cells", facts | times)


class _Client:
    def __init__(self, to: Server, path: str, size: int, at_once: int) -> None:
        self._path, self._size = "/" + path, size
        self._headers = {"Authorization": f"token {to.token}"}
        self._connections = [http.client.HTTPConnection("127.0.0.1", to.port) for _ in range(at_once)]
        self._pool = ThreadPoolExecutor(at_once)

    def block(self) -> float:
        """Seconds for ``REQUESTS`` requests."""
        began = time.perf_counter()
        each = REQUESTS // len(self._connections)
        list(self._pool.map(lambda connection: self._ask(connection, each), self._connections))
        return time.perf_counter() - began

    def close(self) -> None:
        self._pool.shutdown()
        for connection in self._connections:
            connection.close()

    def _ask(self, connection: http.client.HTTPConnection, times: int) -> None:
        for _ in range(times):
            connection.request("GET", self._path, headers=self._headers)
            answer = connection.getresponse()
            if len(answer.read()) != self._size:
                raise RuntimeError(f"{self._path}: {answer.status}")
