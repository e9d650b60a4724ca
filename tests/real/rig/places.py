"""Where things are: the checkout, the environment, the programs; and free ports."""

from __future__ import annotations

import contextlib
import random
import shutil
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CACHE = ROOT / ".cache"
BIN = CACHE / "bin"
VENV = Path(sys.prefix)
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def search_path(venv: Path = VENV) -> str:
    """PATH of everything the rig starts: environment, code-server, node, system. Nothing of the caller's."""
    node = shutil.which("node")
    parts = [str(venv / "bin"), str(BIN)]
    if node and str(Path(node).parent) not in SYSTEM_PATH.split(":"):
        parts.append(str(Path(node).parent))
    return ":".join([*parts, SYSTEM_PATH])


_given: set[int] = set()


def free_port() -> int:
    """Not of the range that the kernel gives out by itself: nobody who asks for just any port can take it."""
    while True:
        port = random.randrange(12_000, 32_000)
        if port in _given:
            continue
        with socket.socket() as sock, contextlib.suppress(OSError):
            sock.bind(("127.0.0.1", port))
            _given.add(port)
            return port


def missing(*programs: str) -> list[str]:
    """Which of these programs are not there."""
    path = search_path()
    return [name for name in programs if not shutil.which(name, path=path)]
