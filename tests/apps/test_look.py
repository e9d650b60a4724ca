"""Whether a program without HTTP still listens is asked of the kernel, not of the program."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from jupyterlab_remote_ide.apps.asker import Asker, Question
from jupyterlab_remote_ide.apps.probe import look
from jupyterlab_remote_ide.host import processes, sockdiag
from jupyterlab_remote_ide.host.family import Family
from jupyterlab_remote_ide.proxy.server import Address


@pytest.fixture(params=["unix", "tcp", "tcp6"])
def listener(request, tmp_path):
    if request.param == "unix":
        made = socket.socket(socket.AF_UNIX)
        made.bind(str(tmp_path / "a b.sock"))  # a space, as in a TMPDIR of somebody's own
        address = Address(unix_socket=str(tmp_path / "a b.sock"), raw=True)
    else:
        family = socket.AF_INET if request.param == "tcp" else socket.AF_INET6
        made = socket.socket(family)
        made.bind(("127.0.0.1" if request.param == "tcp" else "::1", 0))
        address = Address(port=made.getsockname()[1], raw=True)
    with made:
        yield made, address


def test_only_what_listens_is_ready(listener):
    made, address = listener
    assert look(address).outcome == "refused"  # bound, but nobody can come in
    made.listen()
    assert look(address).outcome == "ready"
    made.close()
    assert look(address).outcome == "refused"


def forbidden(*_):
    raise AssertionError


async def test_the_watch_over_it_makes_no_connection_its_start_one(listener, monkeypatch):
    made, address = listener
    made.listen()
    made.settimeout(10)
    asker = Asker(Question(address), fixed=False)
    family = Family("mark")
    family.join(processes.read(os.getpid()))
    asker.begin(family, os.getpid(), lambda: None)
    ask = asker.ask
    with monkeypatch.context() as patch:  # asyncio's way to connect leads through these, too
        patch.setattr(socket.socket, "connect", forbidden)
        patch.setattr(socket.socket, "connect_ex", forbidden)
        assert (await ask(True)).outcome == "ready"
    assert (await ask(False)).outcome == "ready"
    made.accept()[0].close()


@pytest.fixture
def no_netlink(monkeypatch):
    def refused():
        raise PermissionError

    monkeypatch.setattr(sockdiag, "_open", refused)


def test_a_kernel_without_ipv6_tells_of_ipv4_all_the_same(monkeypatch, no_netlink):
    read = Path.read_bytes
    gone = FileNotFoundError("tcp6")

    def without(path):
        if path.name == "tcp6":
            raise gone
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", without)
    with socket.create_server(("127.0.0.1", 0)) as made:
        address = Address(port=made.getsockname()[1], raw=True)
        assert look(address).outcome == "ready"
    assert look(address).outcome == "refused"


def test_without_tables_it_is_taken_to_listen(monkeypatch, no_netlink):
    def gone(*_, **__):
        raise FileNotFoundError

    monkeypatch.setattr("pathlib.Path.read_bytes", gone)
    assert look(Address(port=1, raw=True)).outcome == "ready"
