"""Frameworks of other packages are read with the first look, once, in a thread, and nobody waits for it."""

from __future__ import annotations

import asyncio
import threading

import pytest
from fakes_ports import make_owner, shown, until, watch

from jupyterlab_remote_ide.ports import learning
from jupyterlab_remote_ide.ports.frameworks.framework import Framework
from jupyterlab_remote_ide.ports.frameworks.ours import FRAMEWORKS
from jupyterlab_remote_ide.ports.rules import Rules

BRUSH = Framework(name="brush", title="Brush", link="absolute", path="/b", hint="{P}")


class Packages:
    """Other packages: who read them, and how often; they may take their time."""

    def __init__(self):
        self.threads, self.there = [], threading.Event()

    def read(self):
        self.threads.append(threading.current_thread())
        self.there.wait(20)
        return Rules([BRUSH, *FRAMEWORKS])


@pytest.fixture
def packages():
    made = Packages()
    yield made
    made.there.set()
    for thread in made.threads:
        thread.join(20)


def test_the_list_does_not_wait_and_is_told_again(machine, make_manager, packages):
    async def main():
        manager = make_manager(rules=packages.read)
        await asyncio.sleep(0.05)
        assert packages.threads == []  # nobody looked
        machine.listen(8000, 1, make_owner(50, ("brush", "a.py")))
        machine.listen(8001, 2, make_owner(51, ("flask", "run")))
        subscription, messages = watch(manager)
        await until(lambda: [row["kind"] for row in shown(manager).values()] == ["http", "http"])
        assert [shown(manager)[port]["label"] for port in (8000, 8001)] == ["brush: a.py", "Flask"]
        packages.there.set()
        await until(lambda: shown(manager)[8000]["label"] == "Brush: a.py")
        row = shown(manager)[8000]
        assert (row["framework"], row["url"]) == ("brush", "/user/me/proxy/absolute/8000/b")
        assert row["hint"] == "/user/me/proxy/8000"
        assert [change["label"] for change in messages[-1]["change"]] == ["Brush: a.py"]
        subscription.close()
        await manager.current()
        assert len(packages.threads) == 1
        assert packages.threads[0] is not threading.main_thread()
        await manager.stop()

    asyncio.run(main())


def test_a_reader_waits_a_little_for_the_true_names(machine, make_manager, packages):
    async def main():
        manager = make_manager(rules=packages.read)
        machine.listen(8000, 1, make_owner(50, ("brush", "a.py")))
        await manager.current(patience=0.2)
        assert shown(manager)[8000]["label"] == "brush: a.py"
        asyncio.get_running_loop().call_later(0.1, packages.there.set)
        await manager.current(patience=20)
        assert shown(manager)[8000]["label"] == "Brush: a.py"
        await manager.stop()

    asyncio.run(main())


def test_what_does_not_load_is_told_and_keeps_nobody(machine, make_manager, packages, monkeypatch, caplog):
    monkeypatch.setattr(learning, "PATIENCE", 0.1)

    async def main():
        manager = make_manager(rules=packages.read)
        machine.listen(8000, 1, make_owner(50, ("brush", "a.py")))
        await manager.current(patience=20)
        assert shown(manager)[8000]["label"] == "brush: a.py"
        await manager.current()
        await manager.stop()

    asyncio.run(main())
    assert len([line for line in caplog.messages if "did not load" in line]) == 1
    assert not packages.there.is_set()


def test_the_end_does_not_wait_either(make_manager, packages):
    async def main():
        manager = make_manager(rules=packages.read)
        await manager.current(patience=0)
        await manager.stop()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())
