"""Two Jupyter servers at the same time, one with us, and the programs behind them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from . import envs
from .places import PROGRAMS
from .record import Record, packages
from .server import Server, server

OURS, STOCK = "ours", "jupyter-server-proxy"
LAB = "from jupyterlab.labapp import main; main()"


@contextmanager
def both(record: Record, config: str, before: str = "", before_ours: str = "") -> Iterator[dict[str, Server]]:
    """The two by their sides' names. ``before``: Python that runs in both first, ``before_ours`` in ours."""
    pythons = {OURS: (envs.ours(), before + before_ours), STOCK: (envs.stock(), before)}
    with ExitStack() as stack:
        servers = {}
        for side, (python, lines) in pythons.items():
            servers[side] = stack.enter_context(server(python, config, ["-c", lines + LAB]))
            record.side(side, servers[side].argv, packages(python, *envs.SHOWN), servers=config.strip())
        yield servers


@contextmanager
def program(name: str, *arguments: str) -> Iterator[None]:
    """One of ``programs/``, once it has said that it listens."""
    command = [sys.executable, str(PROGRAMS / name), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            process.stdout.readline()
            yield
        finally:
            process.kill()


def in_turn(index: int) -> list[str]:
    """The sides in the order of this pair."""
    return [OURS, STOCK] if index % 2 else [STOCK, OURS]
