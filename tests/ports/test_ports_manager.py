"""The manager against plain objects: when it looks, what is new, what is gone, how little it does unasked."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest
from fakes_ports import FAST, FakeScanner, make_owner, shown, until, watch

from jupyterlab_remote_ide.errors import Denied
from jupyterlab_remote_ide.ports.manager import MAX_ROWS
from jupyterlab_remote_ide.ports.probe import Answer
from jupyterlab_remote_ide.visitor import Visitor

OWNER, GUEST = Visitor("me", owner=True), Visitor("you", owner=False)


def test_nothing_happens_until_somebody_watches(machine, make_manager):
    async def main():
        manager = make_manager()
        before = machine.scanner.scans
        assert not machine.scanner.open
        await asyncio.sleep(0.1)
        assert machine.scanner.scans == before
        subscription, _ = watch(manager)
        await until(lambda: machine.scanner.scans > before + 2)
        subscription.close()
        await asyncio.sleep(0)
        after = machine.scanner.scans
        await asyncio.sleep(0.1)
        assert machine.scanner.scans == after
        assert not machine.scanner.open
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


def test_the_first_look_is_in_the_snapshot_and_the_rest_follows(machine, make_manager):
    async def main():
        manager = make_manager()
        machine.listen(8501, 7, make_owner(50, ("streamlit", "run", "st.py")))
        machine.owner_delay, machine.probe_time = 0.02, 0.1
        subscription, messages = watch(manager)
        (row,) = manager.topic.snapshot()["snapshot"]
        assert (row["id"], row["port"], row["hidden"], row["why"]) == ("inode-7", 8501, True, "checking")
        await until(lambda: 8501 in shown(manager))
        row = shown(manager)[8501]
        assert (row["id"], row["kind"], row["url"]) == ("50-8501", "new", "/user/me/proxy/8501/")
        await until(lambda: shown(manager)[8501]["kind"] == "http")
        assert row["label"] == "Streamlit: st.py"
        assert [m["seq"] for m in messages] == list(range(1, len(messages) + 1))
        subscription.close()
        await manager.stop()

    asyncio.run(main())


def test_a_list_that_is_cut_says_so(machine, make_manager):
    async def main():
        manager = make_manager()
        for n in range(MAX_ROWS + 30):
            machine.listen(3000 + n, n + 1)
        await manager.current(patience=0)
        assert (len(manager.topic.rows()), manager.topic.cut) == (MAX_ROWS, 30)
        machine.show()
        machine.listen(3000, 1)
        await asyncio.sleep(2 * FAST.stale)
        await manager.current(patience=0)
        assert (len(manager.topic.rows()), manager.topic.cut) == (1, 0)
        await manager.stop()

    asyncio.run(main())


def test_background_looks_less_often(machine, make_manager, monkeypatch):
    async def main():
        manager = make_manager()
        loop, asked = asyncio.get_running_loop(), []
        later = loop.call_later

        def call_later(delay, callback, *args, **more):
            if callback == manager._tick:
                asked.append(delay)
            return later(delay, callback, *args, **more)

        monkeypatch.setattr(loop, "call_later", call_later)
        subscription, _ = watch(manager, "background")
        assert asked == [FAST.background]
        subscription.want("visible")
        assert asked[-1] == FAST.visible
        start = machine.scanner.scans
        await until(lambda: machine.scanner.scans >= start + 3)
        assert set(asked[1:]) == {FAST.visible}
        subscription.close()

    asyncio.run(main())


def test_a_dear_scan_is_made_rarely(machine, make_manager):
    async def main():
        manager = make_manager()
        machine.scanner.cost = 0.008
        subscription, _ = watch(manager)
        start = machine.scanner.scans
        await asyncio.sleep(0.2)
        assert machine.scanner.scans == start  # the next one is a second away
        subscription.close()

    asyncio.run(main())


def test_a_way_that_fails_gives_way_to_the_next(machine, make_manager):
    async def main():
        machine.scanner.fails = 1
        second = FakeScanner("sock-diag-v2")
        third = FakeScanner("procfs")
        machine.extra = [second, third]
        manager = make_manager()
        assert manager.method == "sock-diag-v2"
        second.fails = 1  # once is an accident
        await manager.current()
        assert manager.method == "sock-diag-v2"
        second.fails = 9
        await asyncio.sleep(FAST.stale)
        await manager.current()
        assert manager.method == "procfs"
        assert manager.capabilities(OWNER)["ports-list"].allowed

    asyncio.run(main())


def test_no_way_at_all_is_a_reason(machine, make_manager):
    async def main():
        machine.scanner.fails = 99
        manager = make_manager()
        assert manager.method is None
        assert manager.capabilities(OWNER)["ports-list"].reason == "no-scan-method"
        assert manager.capabilities(OWNER)["ports-stop"].reason == "no-scan-method"
        with pytest.raises(Denied) as denied:
            await manager.current()
        assert denied.value.reason == "no-scan-method"
        subscription, _ = watch(manager)
        subscription.close()

    asyncio.run(main())


def test_a_plain_get_waits_until_rows_are_told_apart(machine, make_manager):
    async def main():
        manager = make_manager(dataclasses.replace(FAST, stale=60.0))
        machine.listen(5000, 7, make_owner(50))
        machine.answers[5000] = Answer("http", headers={"server": "Werkzeug/3"})
        await manager.current()
        assert shown(manager)[5000]["framework"] == "flask"
        assert not machine.scanner.open
        scans, seq = machine.scanner.scans, manager.topic.seq
        await manager.current()
        assert (machine.scanner.scans, manager.topic.seq) == (scans, seq)  # fresh enough
        manager._scanned -= 60.0  # a minute later
        await manager.current()
        assert machine.scanner.scans == scans + 1 and manager.topic.seq == seq
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


def test_a_new_inode_on_the_same_port_is_another_row(machine, make_manager):
    async def main():
        manager = make_manager()
        machine.listen(5000, 7, make_owner(50))
        await manager.current()
        machine.show()
        machine.listen(5000, 8, make_owner(51))
        await asyncio.sleep(FAST.stale)
        await manager.current()
        (row,) = manager.topic.rows()
        assert (row["id"], row["inodes"]) == ("51-5000", [8])
        assert machine.probed == [5000, 5000]

    asyncio.run(main())


def test_an_answer_in_pieces_may_miss_a_row_once(machine, make_manager):
    async def main():
        manager = make_manager()
        listener = machine.listen(5000, 7, make_owner(50))
        await manager.current()
        machine.show(partial=True)
        await asyncio.sleep(FAST.stale)
        await manager.current()
        assert 5000 in shown(manager)
        machine.show(listener, partial=True)
        await asyncio.sleep(FAST.stale)
        await manager.current()
        machine.show(partial=True)
        subscription, _ = watch(manager)
        await until(lambda: not manager.topic.rows())  # the same answer twice
        subscription.close()

    asyncio.run(main())
