"""Fixtures of the ports: a manager over fakes, and real listeners."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
from types import SimpleNamespace

import pytest
from fakes_ports import FAST, FakeMachine, FakeSurroundings

from jupyterlab_remote_ide.ports.entrypoints import GROUP
from jupyterlab_remote_ide.ports.manager import PortsManager
from jupyterlab_remote_ide.ports.rows import Site


@pytest.fixture
def machine():
    return FakeMachine()


@pytest.fixture
def around():
    return FakeSurroundings()


@pytest.fixture
def make_manager(machine, around):
    def make(timing=FAST, **options):
        return PortsManager(machine, around, Site("/user/me/"), logging.getLogger("test"), timing, **options)

    return make


@pytest.fixture
def listening():
    """Open real listeners; all are closed in the end."""
    opened = []

    def listen(host="127.0.0.1", port=0, v6only=None, backlog=8):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_STREAM)
        opened.append(sock)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if v6only is not None:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(v6only))
        sock.bind((host, port))
        sock.listen(backlog)
        inode = os.fstat(sock.fileno()).st_ino
        return SimpleNamespace(sock=sock, port=sock.getsockname()[1], inode=inode, host=host)

    yield listen
    for sock in opened:
        sock.close()


@pytest.fixture
def spawn():
    started = []

    def start(code, *argv, **options):
        process = subprocess.Popen(
            [sys.executable, "-c", code, *argv], stdout=subprocess.PIPE, text=True, **options
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Put a package with frameworks beside ours, as pip does: its module, and what is said of it."""

    def add(name, code, *points, module=None):
        module = module or name.replace("-", "_")
        place = tmp_path / f"packages-{name}"
        told = place / f"{name.replace('-', '_')}-1.0.dist-info"
        told.mkdir(parents=True)
        (place / f"{module}.py").write_text(code)
        (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        lines = [point if "=" in point else f"{point} = {module}:{point}" for point in points]
        (told / "entry_points.txt").write_text("\n".join([f"[{GROUP}]", *lines]))
        monkeypatch.syspath_prepend(str(place))
        added.append(module)
        return told

    added = []
    yield add
    for module in added:
        sys.modules.pop(module, None)
