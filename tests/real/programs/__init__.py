"""Programs a user might run on the server; `path("flask_app.py")` for the command line."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rig import Account
from rig.places import VENV, free_port
from rig.server import until


def path(name: str) -> str:
    return str(Path(__file__).with_name(name))


def python() -> str:
    return str(VENV / "bin" / "python")


def listens(port: int) -> bool:
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(
    account: Account, name: str, *arguments: str, env: Mapping[str, str] | None = None
) -> Iterator[int]:
    """One of these programs as that account, outside of Jupyter; gives its port."""
    port = free_port()
    process = account.start([python(), path(name), str(port), *arguments], env=env, log=subprocess.DEVNULL)
    try:
        until(lambda: listens(port), f"{name} listens")
        yield port
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
