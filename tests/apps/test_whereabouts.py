"""A program without mark or descent is the app only where the command may have asked somebody to start it."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys

import pytest

from jupyterlab_remote_ide.apps.whereabouts import Whereabouts
from jupyterlab_remote_ide.host import listeners, processes
from jupyterlab_remote_ide.host.family import Family
from jupyterlab_remote_ide.proxy.server import Address

SERVES = """
import socket
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
input()
"""


@pytest.fixture
def began():
    return processes.read(os.getpid()).started


@pytest.fixture
def other(began):
    """The port of another program of this account, younger than the app."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVES], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield int(process.stdout.readline())
        process.kill()


@pytest.mark.parametrize(("code", "is_app"), [(None, False), (1, False), (-15, False), (0, True)])
def test_where_nothing_of_the_app_is_left(other, began, code, is_app):
    """``None``: its command has died, and nobody has told us yet."""
    family = Family(secrets.token_hex(8), began)
    found = Whereabouts(Address(port=other), family, True, began, lambda: code).find()
    assert (found.place is not None, found.reason) == (is_app, None if is_app else "port-taken")
    assert bool(family.known()) is is_app


@pytest.mark.parametrize("fixed", [True, False])
def test_while_its_command_runs(other, began, fixed):
    family = Family(secrets.token_hex(8), began)
    with subprocess.Popen(["sleep", "60"]) as command:
        family.join(processes.read(command.pid))
        found = Whereabouts(Address(port=other), family, fixed, began, lambda: None).find()
        command.kill()
    # Nobody else could know a port that was chosen for it.
    assert (found.place is not None) is not fixed


def test_who_has_inherited_its_socket_is_an_heir(other, began):
    """Nothing else tells of a daemon whose parents were gone before they were seen."""
    family = Family(secrets.token_hex(8), began)
    where = Whereabouts(Address(port=other), family, False, began, lambda: 0)
    assert where.heirs() == []  # not seen to be the app's
    where.adopt(listeners.at("127.0.0.1", other))
    (heir,) = where.heirs()
    assert heir == processes.read(heir.pid)
    assert family.known() == [heir]
