"""Which host is dialled for a port, so that no request reaches another account."""

from __future__ import annotations

import pytest
from fakes_ports import FakeMachine, FakeScanner

from jupyterlab_remote_ide.host.listener import Listener
from jupyterlab_remote_ide.ports.dial import Dial

ON_IPV4 = Listener("127.0.0.1", 5000, 7)


@pytest.mark.parametrize(
    ("own", "foreign", "asked", "dialled"),
    [
        ([], [], "localhost", "localhost"),
        ([ON_IPV4], [], "localhost", "localhost"),
        ([ON_IPV4], [6000], "127.0.0.1", "127.0.0.1"),
        ([ON_IPV4], [5000], "localhost", "127.0.0.1"),
        ([ON_IPV4], [5000], "127.0.0.1", "127.0.0.1"),
        ([ON_IPV4], [5000], "127.0.0.2", None),
        ([ON_IPV4], [5000], "::1", None),
        ([Listener("0.0.0.0", 5000, 7)], [5000], "localhost", "127.0.0.1"),
        ([Listener("::", 5000, 7, False)], [5000], "localhost", "127.0.0.1"),
        ([Listener("::", 5000, 7, True)], [5000], "localhost", None),
        ([Listener("::1", 5000, 7)], [5000], "localhost", None),
        ([Listener("127.0.0.1", 6000, 7)], [5000], "localhost", None),
        ([], [5000], "localhost", None),
    ],
)
def test_what_is_dialled(own, foreign, asked, dialled):
    machine = FakeMachine()
    machine.show(*own, foreign=foreign)
    assert Dial(machine)(5000, asked) == dialled
    assert not machine.scanner.open


def test_a_way_that_fails_gives_way_and_without_any_it_is_as_without_us():
    machine = FakeMachine()
    second = FakeScanner("procfs")
    machine.scanner.fails = 1
    machine.extra = [second]
    machine.show(foreign=[5000])
    second.now = machine.scanner.now
    assert Dial(machine)(5000) is None
    machine.scanner.fails = second.fails = 1
    assert Dial(machine)(5000) == "localhost"
