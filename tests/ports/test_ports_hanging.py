"""Look-ups that never answer (a home that is away): the rest is shown, and no server stays for it."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace

import pytest
from fakes_ports import FAST, make_owner, shown, until, watch

from jupyterlab_remote_ide.apps import occupied
from jupyterlab_remote_ide.proxy.server import Address

IMPATIENT = replace(FAST, patience=0.1)


@pytest.fixture
def hangs():
    """``hangs.thread``: in which it was called; ``hangs.go_on`` ends it."""

    class Hangs:
        thread = None
        go_on = threading.Event()

        def __call__(self, *_):
            self.thread = threading.current_thread()
            self.go_on.wait()
            return {}

    yield Hangs()
    Hangs.go_on.set()


async def test_a_runtime_folder_that_hangs_takes_no_owner_along(machine, around, make_manager, hangs):
    around.kernel_ports = lambda files=True: hangs() if files else frozenset({6000})
    manager = make_manager(IMPATIENT)
    machine.listen(5000, 7, make_owner(50))
    machine.listen(6000, 8)
    subscription, _ = watch(manager)
    try:
        await until(lambda: 5000 in shown(manager) and machine.probed)
        assert machine.probed == [5000]  # the ports of our own kernels are known without a file
        assert shown(manager)[5000]["pid"] == 50
        assert hangs.thread.daemon
    finally:
        subscription.close()
        await asyncio.wait_for(manager.stop(), 10)


async def test_owners_that_cannot_be_read_leave_the_port_in_the_list(machine, make_manager, hangs):
    machine.owners = hangs
    manager = make_manager(IMPATIENT)
    machine.listen(5000, 7)
    subscription, _ = watch(manager)
    try:
        await until(lambda: 5000 in shown(manager))
        assert machine.probed == []
        assert hangs.thread.daemon
    finally:
        subscription.close()
        await asyncio.wait_for(manager.stop(), 10)


async def test_owners_that_come_late_are_found_and_the_port_is_asked(machine, make_manager, hangs):
    find, calls = machine.owners, []

    def slow(*looked_for):
        calls.append(1)
        return hangs() if len(calls) == 1 else find(*looked_for)

    machine.owners = slow
    manager = make_manager(replace(IMPATIENT, owner_retries=(0.5, 0.5, 0.5)))
    machine.listen(5000, 7, make_owner(50))
    subscription, _ = watch(manager)
    try:
        await until(lambda: hangs.thread is not None)
        await asyncio.sleep(0.15)  # given up
        hangs.go_on.set()
        await until(lambda: machine.probed == [5000])
        assert shown(manager)[5000]["pid"] == 50
    finally:
        subscription.close()
        await asyncio.wait_for(manager.stop(), 10)


async def test_the_socket_of_an_app_is_not_waited_for(monkeypatch, tmp_path, hangs):
    monkeypatch.setattr(occupied, "_PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(occupied.listeners, "made_by", hangs)
    looking = asyncio.ensure_future(
        occupied.find_outside(Address(unix_socket=str(tmp_path / "app.sock")), "app", [])
    )
    await asyncio.wait({looking}, timeout=10)
    assert looking.done() and looking.result() is None
    assert hangs.thread.daemon
