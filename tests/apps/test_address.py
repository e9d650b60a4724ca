"""Which host is dialled for a port, so that no request reaches another account."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading

import pytest

from jupyterlab_remote_ide.apps.address import address_for, here
from jupyterlab_remote_ide.host import listeners, processes, procnet, sockdiag
from jupyterlab_remote_ide.host.listeners import Listening, NoTables
from jupyterlab_remote_ide.tasks import Aside, NoAnswer

# Says when it is there, and listens when it is told to.
STRANGER = """
import socket, sys
print(1, end="", flush=True)
sys.stdin.readline()
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print(2, end="", flush=True)
sys.stdin.readline()
"""
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
    def at(address, port, since):
        assert port == 5000
        return Listening(address, port, tables[address], hash(address)) if address in tables else None

    monkeypatch.setattr(listeners, "at", at)
    assert await address_for(5000, asked, await here(asked)) == dialled


async def test_one_program_on_all_addresses_needs_no_name(monkeypatch):
    monkeypatch.setattr(listeners, "at", lambda address, port, since: Listening(address, port, OWN, 7))
    assert await address_for(5000, "localhost", (V4, V6)) == V4


async def test_where_the_machine_does_not_tell_it_is_as_without_us(monkeypatch):
    def nobody(*_, **__):
        raise NoTables

    with monkeypatch.context() as patch:
        patch.setattr(listeners, "at", nobody)
        assert await address_for(5000, "localhost", (V4, V6)) == "localhost"
    monkeypatch.setattr(listeners, "at", lambda address, port, since: Listening(address, port, OTHER, 7))
    assert await address_for(5000, "localhost", (V4, V6)) is None
    monkeypatch.setattr(processes, "uids_tell_nothing", lambda _: True)
    assert await address_for(5000, "localhost", (V4, V6)) == "localhost"


@pytest.mark.second_account
async def test_a_real_stranger_on_ipv6():
    with socket.create_server((V4, 0)) as made:
        port = made.getsockname()[1]
        serve = [sys.executable, "-m", "http.server", str(port), "--bind", V6]
        with subprocess.Popen(serve, user=65534, stderr=subprocess.DEVNULL) as stranger:
            while listeners.at(V6, port) is None:
                assert stranger.poll() is None
            assert await address_for(port, "localhost", await here("localhost")) == V4
            assert await address_for(port, V6, await here(V6)) is None
            stranger.kill()
    assert await address_for(port, "localhost", await here("localhost")) == "localhost"


class TestWithoutNetlink:
    """The text tables cost milliseconds, of a machine with many sockets a tenth of a second."""

    @pytest.fixture(autouse=True)
    def reads(self, monkeypatch):
        """The thread of each read."""

        def refused(*_):
            raise PermissionError

        reads, rows = [], procnet.rows
        monkeypatch.setattr(sockdiag, "listener", refused)
        monkeypatch.setattr(listeners, "_TEXT", listeners._Text())
        monkeypatch.setattr(procnet, "rows", lambda: reads.append(threading.current_thread()) or rows())
        return reads

    @pytest.fixture
    def dead(self):
        with socket.create_server((V4, 0)) as made:
            return made.getsockname()[1]

    async def test_questions_about_dead_ports_share_reads_which_hold_nobody_up(self, reads, dead):
        asked = [address_for(dead, "localhost", (V4, V6)) for _ in range(50)]
        assert await asyncio.gather(*asked) == ["localhost"] * 50
        assert len(reads) <= 2
        assert threading.main_thread() not in reads
        with socket.create_server((V4, dead)):
            assert await address_for(dead, "localhost", (V4, V6)) == V4
        before = len(reads)
        assert await address_for(dead, "localhost", (V4, V6)) == V4
        assert len(reads) == before

    async def test_a_listener_of_ours_is_looked_up_once_while_it_is_open(self, monkeypatch, reads, dead):
        monkeypatch.setattr(listeners, "_TEXT_SECONDS", 0)
        with socket.create_server((V4, dead)):
            for _ in range(3):
                assert await address_for(dead, "localhost", (V4, V6)) == V4
            assert len(reads) == 1
            # That it is ours by IPv4 says nothing of IPv6.
            assert await address_for(dead, V6, (V6, V4)) == V6
            assert len(reads) == 2
            monkeypatch.setattr(listeners, "_HELD_SECONDS", 0)
            assert await address_for(dead, "localhost", (V4, V6)) == V4
            assert len(reads) == 3

    async def test_one_that_may_take_ipv6_alone_is_looked_up_each_time_it_is_asked_by_ipv4(
        self, monkeypatch, reads, dead
    ):
        monkeypatch.setattr(listeners, "_TEXT_SECONDS", 0)
        with socket.create_server(("::", dead), family=socket.AF_INET6, dualstack_ipv6=False):
            for times in (1, 2):
                await address_for(dead, V4, (V4, V6))
                assert len(reads) == times
            for _ in range(2):
                assert await address_for(dead, V6, (V6, V4)) == V6
            assert len(reads) == 2

    @pytest.mark.second_account
    async def test_a_stranger_who_follows_on_a_listener_of_ours_is_seen_at_once(self, monkeypatch, dead):
        monkeypatch.setattr(listeners, "_TEXT_SECONDS", 0)
        serve = [sys.executable, "-c", STRANGER, str(dead)]
        with subprocess.Popen(serve, user=65534, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as stranger:
            assert stranger.stdout.read(1)
            with socket.create_server((V4, dead)):
                assert await address_for(dead, "localhost", (V4, V6)) == V4
            stranger.stdin.write(b"\n")
            stranger.stdin.flush()
            assert stranger.stdout.read(1)
            assert await address_for(dead, "localhost", (V4, V6)) is None
            stranger.kill()

    @pytest.mark.second_account
    async def test_a_stranger_who_comes_to_a_dead_port_is_seen_at_once(self, dead):
        serve = [sys.executable, "-c", STRANGER, str(dead)]
        with subprocess.Popen(serve, user=65534, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as stranger:
            assert stranger.stdout.read(1)
            assert await address_for(dead, "localhost", (V4, V6)) == "localhost"
            stranger.stdin.write(b"\n")
            stranger.stdin.flush()
            assert stranger.stdout.read(1)
            assert await address_for(dead, "localhost", (V4, V6)) is None
            stranger.kill()

    async def test_where_no_thread_can_be_had_it_is_read_all_the_same(self, monkeypatch, reads, dead):
        async def refused(*_):
            raise NoAnswer

        monkeypatch.setattr(Aside, "run", refused)
        with socket.create_server((V6, dead), family=socket.AF_INET6):
            assert await address_for(dead, V6, (V6, V4)) == V6
        assert threading.main_thread() in reads

    async def test_where_there_are_no_tables_it_is_as_without_us(self, monkeypatch, dead):
        def nothing():
            raise FileNotFoundError

        monkeypatch.setattr(procnet, "rows", nothing)
        assert await address_for(dead, "localhost", (V4, V6)) == "localhost"
