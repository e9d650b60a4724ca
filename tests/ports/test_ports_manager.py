"""The manager against plain objects: what is new, gone, hidden, asked, and how little it does unasked."""

from __future__ import annotations

import asyncio
import signal

import pytest
from fakes_ports import FAST, SERVER_PID, FakeScanner, make_owner, until

from jupyterlab_remote_ide.errors import Conflict, Denied
from jupyterlab_remote_ide.ports.listener import Listener
from jupyterlab_remote_ide.ports.probe import Answer
from jupyterlab_remote_ide.visitor import Visitor

OWNER, GUEST = Visitor("me", owner=True), Visitor("you", owner=False)


def shown(manager):
    return {row["port"]: row for row in manager.topic.rows() if not row["hidden"]}


def watch(manager, level="visible"):
    messages = []
    subscription = manager.topic.subscribe(messages.append)
    subscription.want(level)
    return subscription, messages


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


def test_background_looks_less_often(machine, make_manager):
    async def main():
        manager = make_manager()
        subscription, _ = watch(manager, "background")
        start = machine.scanner.scans
        await asyncio.sleep(0.2)
        slow = machine.scanner.scans - start
        subscription.want("visible")
        start = machine.scanner.scans
        await asyncio.sleep(0.2)
        assert machine.scanner.scans - start > 1.5 * slow
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
        manager = make_manager()
        machine.listen(5000, 7, make_owner(50))
        machine.answers[5000] = Answer("http", headers={"server": "Werkzeug/3"})
        await manager.current()
        assert shown(manager)[5000]["framework"] == "flask"
        assert not machine.scanner.open
        scans, seq = machine.scanner.scans, manager.topic.seq
        await manager.current()
        assert (machine.scanner.scans, manager.topic.seq) == (scans, seq)  # fresh enough
        await asyncio.sleep(FAST.stale)
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


def test_one_row_holds_all_sockets_of_a_port(machine, make_manager):
    async def main():
        manager = make_manager()
        owner = make_owner(50)
        machine.listen(5000, 7, owner)
        machine.listen(5000, 8, owner, "::1")
        await manager.current()
        (row,) = manager.topic.rows()
        assert row["inodes"] == [7, 8] and row["addresses"] == ["127.0.0.1", "::1"]
        assert machine.probed == [5000]  # ::1 is none of localhost's addresses here

    asyncio.run(main())


def test_twenty_kernels_never_show_but_an_app_in_one_does(machine, around, make_manager):
    async def main():
        manager = make_manager()
        flashes = []
        manager.topic.subscribe(
            lambda m: flashes.extend(r for r in m["add"] + m["change"] if not r["hidden"])
        )
        machine.owner_delay = 0.02
        ports = set()
        for kernel in range(20):
            around.kernels_by_pid[2000 + kernel] = f"id-{kernel}"
            for n in range(6):
                port = 33000 + kernel * 6 + n
                machine.listen(port, 100 + kernel * 6 + n, make_owner(2000 + kernel, ppid=SERVER_PID))
                machine.answers[port] = Answer("internal", "zmtp")
                if n < 5:
                    ports.add(port)
        around.ports = frozenset(ports)
        around.paths = {"id-3": "nb.ipynb"}
        subscription, _ = watch(manager)
        await until(lambda: len(machine.probed) == 20)
        machine.listen(8888, 999, make_owner(2003, ppid=SERVER_PID))
        await until(lambda: 8888 in shown(manager))
        assert {row["port"] for row in flashes} == {8888}
        assert shown(manager)[8888]["started_by"] == {"kind": "kernel", "path": "nb.ipynb"}
        assert not set(machine.probed) & ports
        assert {r["why"] for r in manager.topic.rows() if r["hidden"]} == {"kernel"}
        subscription.close()
        await manager.stop()

    asyncio.run(main())


def test_four_are_asked_at_a_time(machine, make_manager):
    async def main():
        manager = make_manager()
        machine.probe_time = 0.02
        for n in range(12):
            machine.listen(5000 + n, 7 + n, make_owner(50 + n))
        await manager.current()
        assert len(machine.probed) == 12 and machine.peak == 4

    asyncio.run(main())


def test_a_slow_starter_is_asked_again_and_a_firm_answer_is_final(machine, make_manager):
    async def main():
        manager = make_manager()
        machine.listen(5000, 7, make_owner(50))
        machine.answers[5000] = [Answer("silent"), Answer("silent"), Answer("http")]
        subscription, _ = watch(manager)
        await until(lambda: shown(manager).get(5000, {}).get("kind") == "silent")
        assert shown(manager)[5000]["url"] == "/user/me/proxy/5000/"
        await until(lambda: shown(manager)[5000]["kind"] == "http")
        await asyncio.sleep(0.1)
        assert machine.probed == [5000] * 3
        subscription.close()

    asyncio.run(main())


def test_a_never_answering_one_is_left_alone_in_the_end(machine, make_manager):
    async def main():
        manager = make_manager()
        machine.listen(40000, 7, make_owner(50))
        machine.answers[40000] = Answer("silent")
        subscription, _ = watch(manager)
        await until(lambda: len(machine.probed) == 3)
        await until(lambda: manager.topic.rows()[0]["hidden"])
        assert manager.topic.rows()[0]["why"] == "not-http"  # no page, on a port the kernel gave out
        await asyncio.sleep(0.1)
        assert len(machine.probed) == 3
        subscription.close()

    asyncio.run(main())


def test_no_probe_where_it_is_off_or_unsafe(machine, make_manager):
    async def main():
        machine.listen(5000, 7, make_owner(50))
        await make_manager(probing=False).current()
        machine.probing = False
        manager = make_manager()
        await manager.current()
        assert machine.probed == []
        assert shown(manager)[5000]["kind"] == "new" and shown(manager)[5000]["url"]

    asyncio.run(main())


def test_an_owner_that_cannot_be_found_stays_unknown(machine, make_manager):
    async def main():
        manager = make_manager()
        machine.listen(5000, 7)
        subscription, _ = watch(manager)
        await until(lambda: 5000 in shown(manager))
        await until(lambda: shown(manager)[5000]["kind"] == "http")
        row = shown(manager)[5000]
        assert (row["id"], row["pid"], row["label"]) == ("inode-7", None, "Port 5000")
        machine.known[7] = make_owner(50)  # readable a little later
        subscription.close()

    asyncio.run(main())


def test_where_uids_tell_nothing_only_what_our_processes_hold_is_ours(machine, make_manager):
    async def main():
        machine.by_fd = True
        manager = make_manager()
        machine.listen(5000, 7, make_owner(50))
        machine.listen(6000, 8)
        machine.listen(5000, 9, address="::1")
        await manager.current()
        assert [(r["port"], r["url"]) for r in manager.topic.rows()] == [
            (5000, "/user/me/proxy/127.0.0.1:5000/")
        ]

    asyncio.run(main())


def test_another_user_on_our_port(machine, make_manager):
    async def main():
        manager = make_manager()
        machine.known.update({7: make_owner(50), 8: make_owner(51)})
        machine.show(Listener("127.0.0.1", 5000, 7), Listener("::1", 6000, 8), foreign=[5000, 6000, 7000])
        await manager.current()
        rows = {row["port"]: row for row in manager.topic.rows()}
        assert set(rows) == {5000, 6000}
        assert rows[5000]["url"] == "/user/me/proxy/127.0.0.1:5000/"
        assert (rows[6000]["reachable"], rows[6000]["why"], rows[6000]["url"]) == (
            False,
            "other-user-on-port",
            None,
        )
        machine.show(Listener("127.0.0.1", 5000, 7))
        await asyncio.sleep(FAST.stale)
        await manager.current()
        assert manager.topic.rows()[0]["url"] == "/user/me/proxy/5000/"

    asyncio.run(main())


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
