"""Never worse than jupyter-server-proxy alone: what works there works here, and what does not says why.

Each file in configurations/ is opened as a person does, under stock jupyter-server-proxy 4.4.0 and 4.6.0 and
under us on both, at / and below a hub's prefix. Where stock serves the page, we serve it; where stock ends in
an error, we serve it or give a sentence with its reason. What was seen goes to .cache/test/configurations/;
scripts/never-worse.py writes docs/operators/never-worse.md from it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import neverworse
import pytest
import requests
import shapes
from opening import Person
from rig import Account, Hub
from rig.places import CACHE, ROOT
from shapes import Shape

HERE = Path(__file__).parent
# What one cell listens on is neither found by another nor in its way; with an address that localhost is not,
# and one of IPv6, without which "localhost" is never looked up as ::1.
OWN_NETWORK = [
    *("unshare", "--net", "sh", "-c"),
    "ip link set lo up && ip addr add 10.93.93.1/32 dev lo"
    ' && { ip addr add fd93::1/128 dev lo 2>/dev/null || true; } && exec "$@"',
    "sh",
]


@dataclass(frozen=True)
class Cell:
    proxy: str
    ours: bool
    base_url: str

    @property
    def label(self) -> str:
        return (
            f"{'ours' if self.ours else 'stock'}-{self.proxy}-{'root' if self.base_url == '/' else 'prefix'}"
        )


PREFIX = "/user/ann/"
# The large programs are asked below the prefix alone.
CELLS = [
    Cell(proxy, ours, base)
    for base in (PREFIX, "/")
    for ours in (False, True)
    for proxy in ("4.4.0", "4.6.0")
]
OURS = [cell for cell in CELLS if cell.ours]
VENVS = {"4.4.0": CACHE / "envs" / "jsp44", "4.6.0": CACHE / "envs" / "jsp46"}
SHAPES = shapes.all_shapes()
# Of the hub's few: what a prefix and a home of one's own may change.
HUB = [
    *("plain", "relative_script", "prefix_aware_500", "root_500", "path_info_query", "redirect_absolute"),
    *("daemon", "unix_socket", "environment_dict", "missing_program", "exit_0", "real_gunicorn"),
]
Seen = dict[str, dict[str, Any]]


@cache
def has_own_network() -> bool:
    return os.getuid() == 0 and not subprocess.run([*OWN_NETWORK, "true"], capture_output=True).returncode


@pytest.fixture(scope="session")
def folder() -> Path:
    made = CACHE / "test" / "configurations"
    made.mkdir(parents=True, exist_ok=True)
    return made


@pytest.fixture(scope="session")
def cells(folder: Path) -> dict[Cell, dict[str, Any]]:
    """What was seen in all cells; two at a time where each has a network of its own."""

    def run(cell: Cell) -> dict[str, Any]:
        out = folder / f"{cell.label}.json"
        out.unlink(missing_ok=True)
        command: list[str | Path] = [
            *(
                sys.executable,
                HERE / "cell.py",
                out,
                "--venv",
                VENVS[cell.proxy],
                "--base-url",
                cell.base_url,
            ),
            *(["--ours"] if cell.ours else []),
            *(["--without", "real"] if cell.base_url == "/" else []),
        ]
        done = subprocess.run(
            [*(OWN_NETWORK if has_own_network() else []), *command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0 and out.exists(), f"{cell.label}:\n{done.stdout[-4000:]}"
        found: dict[str, Any] = json.loads(out.read_text())
        facts = found["facts"]
        print(f"{cell.label}: {facts['seconds']} s, {len(facts['left'])} processes left", flush=True)
        return found

    with ThreadPoolExecutor(2 if has_own_network() else 1) as pool:
        return dict(zip(CELLS, pool.map(run, CELLS), strict=True))


@pytest.fixture(scope="session")
def seen(cells: dict[Cell, dict[str, Any]], folder: Path) -> dict[Cell, Seen]:
    found = {cell: {one["name"]: one for one in result["seen"]} for cell, result in cells.items()}
    rows = {cell.label: by_name for cell, by_name in found.items()}
    (folder / "seen.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False))
    print("\n" + neverworse.plain_table(SHAPES, rows), flush=True)
    return found


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    ("shape", "cell"),
    [(shape, cell) for shape in SHAPES for cell in OURS if shape.server != "real" or cell.base_url != "/"],
    ids=lambda one: one.name if isinstance(one, Shape) else one.label,
)
def test_never_worse(shape: Shape, cell: Cell, seen: dict[Cell, Seen]) -> None:
    if shape.needs_root and os.getuid() != 0:
        pytest.skip("UNPROVEN: a second account needs root")
    stock = seen[Cell(cell.proxy, False, cell.base_url)][shape.name]
    ours = seen[cell][shape.name]
    complaint = neverworse.complaint(shape, stock, ours)
    assert complaint is None, f"{complaint}\n{' → '.join(ours['history'])}\n{ours['log']}"


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("cell", OURS, ids=lambda cell: cell.label)
def test_nothing_is_left_and_the_server_ends(cell: Cell, cells: dict[Cell, dict[str, Any]]) -> None:
    facts = cells[cell]["facts"]
    left = [line for line in facts["left"] if not any(name in line for name in neverworse.BEYOND_OUR_REACH)]
    assert not left, "still running after Jupyter's end:\n" + "\n".join(left)
    assert not facts["slow to end"], facts["slow to end"]


@pytest.mark.timeout(1800)
def test_the_table_in_the_docs_is_what_was_seen(seen: dict[Cell, Seen]) -> None:
    rows = {cell.label: by_name for cell, by_name in seen.items()}
    written = neverworse.of_ours(neverworse.rows_of(neverworse.PAGE.read_text()))
    now = neverworse.of_ours(neverworse.rows(SHAPES, rows))
    assert written == now, "run scripts/never-worse.py and look at what has changed"


class UsersServer:
    """A hub user's server, for a browser that has logged in."""

    def __init__(self, hub: Hub, user: str) -> None:
        self._session = hub.login(user)
        self.url = hub.server_url(user)
        self.base_url = f"{hub.base_url}user/{user}/"
        hub.spawn(user)
        hub.open(self._session, self.url + "api/status")

    @property
    def session(self) -> requests.Session:
        return self._session

    def get(self, path: str, **options: Any) -> requests.Response:
        return self._session.get(self.url + path, timeout=30, **options)


@pytest.mark.timeout(300)
def test_under_a_real_hub(account: Account) -> None:
    """Stock and ours as two users of one hub, both with jupyter-server-proxy 4.6.0."""
    chosen = [shape for shape in SHAPES if shape.name in HUB]
    found: dict[str, dict[str, dict[str, Any]]] = {}
    with Hub(account) as hub:
        for user, ours in (("stock", False), ("ours", True)):
            home = f"hub/{user}"
            neverworse.prepare(account, home, chosen, ours)
            server = UsersServer(hub, user)
            slots = threading.Semaphore(6)
            people = [Person(server, one, ours, slots, server.session) for one in chosen]  # type: ignore[arg-type]
            with ThreadPoolExecutor(len(people)) as pool:
                found[user] = {one.name: vars(one) for one in pool.map(Person.look, people)}
            hub.stop_server(user)
    account.kill()  # stock leaves its daemons
    worse = {
        shape.name: text
        for shape in chosen
        if (text := neverworse.complaint(shape, found["stock"][shape.name], found["ours"][shape.name]))
    }
    assert not worse, worse
    assert len(chosen) == len(HUB)
