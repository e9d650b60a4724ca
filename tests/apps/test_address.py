"""Which host is dialled for a port, so that no request reaches another account."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from jupyterlab_remote_ide.apps.address import address_for, here
from jupyterlab_remote_ide.host import listeners, processes
from jupyterlab_remote_ide.host.listeners import Listening, NoTables

OWN, OTHER = os.geteuid(), os.geteuid() + 1
V4, V6 = "127.0.0.1", "::1"


@pytest.mark.parametrize(
    ("tables", "asked", "dialled"),
    [
        ({}, "localhost", "localhost"),
        ({V4: OWN}, "localhost", V4),
        ({V6: OWN}, "localhost", "localhost"),
        ({V4: OWN, V6: OWN}, "localhost", "localhost"),
        ({V4: OWN}, "0.0.0.0", V4),
        ({V6: OWN}, V4, V4),
        ({V4: OWN, V6: OTHER}, "localhost", V4),
        ({V4: OWN, V6: OTHER}, V4, V4),
        ({V4: OWN, V6: OTHER}, V6, None),
        ({V4: OTHER, V6: OWN}, "localhost", None),
        ({V4: OTHER}, "localhost", None),
        ({V6: OTHER}, "localhost", None),
        ({V4: OWN, "127.0.0.2": OTHER}, "127.0.0.2", None),
        ({V4: OTHER, "127.0.0.2": OWN}, "127.0.0.2", "127.0.0.2"),
        ({V4: OTHER}, "0.0.0.0", None),
        ({V4: OWN, V6: OTHER}, "0.0.0.0", V4),
        ({V6: OTHER}, V4, None),
        ({V4: OTHER, V6: OWN}, V6, V6),
        ({V6: OTHER}, "::", None),
    ],
)
async def test_what_is_dialled(monkeypatch, tables, asked, dialled):
    def at(address, port, recent):
        assert port == 5000
        return Listening(address, port, tables[address], hash(address)) if address in tables else None

    monkeypatch.setattr(listeners, "at", at)
    assert address_for(5000, asked, await here(asked)) == dialled


def test_one_program_on_all_addresses_needs_no_name(monkeypatch):
    monkeypatch.setattr(listeners, "at", lambda address, port, recent: Listening(address, port, OWN, 7))
    assert address_for(5000, "localhost", (V4, V6)) == V4


def test_where_the_machine_does_not_tell_it_is_as_without_us(monkeypatch):
    def nobody(*_, **__):
        raise NoTables

    with monkeypatch.context() as patch:
        patch.setattr(listeners, "at", nobody)
        assert address_for(5000, "localhost", (V4, V6)) == "localhost"
    monkeypatch.setattr(listeners, "at", lambda address, port, recent: Listening(address, port, OTHER, 7))
    assert address_for(5000, "localhost", (V4, V6)) is None
    monkeypatch.setattr(processes, "uids_tell_nothing", lambda _: True)
    assert address_for(5000, "localhost", (V4, V6)) == "localhost"


@pytest.mark.second_account
async def test_a_real_stranger_on_ipv6():
    with socket.create_server((V4, 0)) as made:
        port = made.getsockname()[1]
        serve = [sys.executable, "-m", "http.server", str(port), "--bind", V6]
        with subprocess.Popen(serve, user=65534, stderr=subprocess.DEVNULL) as stranger:
            while listeners.at(V6, port) is None:
                assert stranger.poll() is None
            assert address_for(port, "localhost", await here("localhost")) == V4
            assert address_for(port, V6, await here(V6)) is None
            stranger.kill()
    assert address_for(port, "localhost", await here("localhost")) == "localhost"
