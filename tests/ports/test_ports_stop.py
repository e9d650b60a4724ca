"""Ending the process behind a port: whom, how, and whom never."""

from __future__ import annotations

import asyncio
import signal

import pytest
from fakes_ports import SERVER_PID, make_owner, until

from jupyterlab_remote_ide.errors import Conflict, Denied
from jupyterlab_remote_ide.visitor import Visitor

OWNER, GUEST = Visitor("me", owner=True), Visitor("you", owner=False)


class FakeProcess:
    def __init__(self, stubborn=False):
        self.signals, self.stubborn, self.closed = [], stubborn, False

    def alive(self):
        return signal.SIGKILL not in self.signals if self.stubborn else not self.signals

    def signal(self, number):
        self.signals.append(number)

    def close(self):
        self.closed = True


@pytest.mark.parametrize(("stubborn", "signals"), [(False, ["SIGTERM"]), (True, ["SIGTERM", "SIGKILL"])])
def test_stop_asks_and_then_makes(machine, make_manager, stubborn, signals):
    async def main():
        manager = make_manager()
        machine.listen(5000, 7, make_owner(50))
        process = machine.processes[50] = FakeProcess(stubborn)
        await manager.current()
        await manager.end(OWNER, "50-5000", 50, 10.0, [7])
        await until(lambda: process.closed)
        assert [number.name for number in process.signals] == signals
        await manager.stop()

    asyncio.run(main())


@pytest.mark.parametrize(
    ("key", "pid", "started", "inodes"),
    [
        ("50-5000", 51, 10.0, [7]),
        ("50-5000", 50, 11.0, [7]),
        ("50-5000", 50, 10.0, [8]),
        ("50-5000", 50, 10.0, [7, 8]),
        ("51-5000", 50, 10.0, [7]),
    ],
)
def test_stop_refuses_what_is_not_what_the_browser_saw(machine, make_manager, key, pid, started, inodes):
    async def main():
        manager = make_manager()
        machine.listen(5000, 7, make_owner(50))
        process = machine.processes[50] = FakeProcess()
        await manager.current()
        with pytest.raises(Conflict) as conflict:
            await manager.end(OWNER, key, pid, started, inodes)
        assert conflict.value.reason == "port-changed"
        assert not process.signals

    asyncio.run(main())


def test_stop_refuses_a_reused_pid(machine, make_manager):
    async def main():
        manager = make_manager()
        machine.listen(5000, 7, make_owner(50))
        await manager.current()  # the machine finds no such process any more
        with pytest.raises(Conflict):
            await manager.end(OWNER, "50-5000", 50, 10.0, [7])
        machine.show()  # and now the socket is gone too
        with pytest.raises(Conflict):
            await manager.end(OWNER, "50-5000", 50, 10.0, [7])

    asyncio.run(main())


def test_stop_is_for_the_owner_and_never_for_server_kernel_or_supervised_app(machine, around, make_manager):
    async def main():
        manager = make_manager()
        around.kernels_by_pid[60] = "k"
        around.groups = {70: "code-server"}
        machine.listen(5000, 7, make_owner(SERVER_PID))
        machine.listen(5001, 8, make_owner(60))
        machine.listen(5002, 9, make_owner(70))
        await manager.current()
        for visitor, pid, port, inode, reason in (
            (GUEST, 60, 5001, 8, "not-owner"),
            (OWNER, SERVER_PID, 5000, 7, "jupyter-server"),
            (OWNER, 60, 5001, 8, "kernel"),
            (OWNER, 70, 5002, 9, "managed-app"),
        ):
            machine.processes[pid] = process = FakeProcess()
            with pytest.raises(Denied) as denied:
                await manager.end(visitor, f"{pid}-{port}", pid, 10.0, [inode])
            assert denied.value.reason == reason and not process.signals
        assert manager.capabilities(GUEST)["ports-stop"].reason == "not-owner"

    asyncio.run(main())
