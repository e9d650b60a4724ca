"""What the manager makes of new sockets: whose, hidden or shown, asked or not."""

from __future__ import annotations

import asyncio
import dataclasses

from fakes_ports import FAST, SERVER_PID, make_owner, shown, until, watch

from jupyterlab_remote_ide.host.listener import Listener
from jupyterlab_remote_ide.ports.probe import Answer


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
        row = shown(manager)[5000]
        assert (row["url"], row["settled"]) == (None, False)  # it may never say anything
        await until(lambda: shown(manager)[5000]["kind"] == "http")
        row = shown(manager)[5000]
        assert (row["url"], row["settled"]) == ("/user/me/proxy/5000/", True)
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


def test_an_error_of_the_program_is_told_until_it_gets_over_it(machine, make_manager):
    async def main():
        manager = make_manager()
        machine.listen(5000, 7, make_owner(50))
        machine.answers[5000] = [Answer("http", status=503), Answer("http", status=404)]
        subscription, _ = watch(manager)
        await until(lambda: shown(manager).get(5000, {}).get("error") == 503)
        assert shown(manager)[5000]["url"] == "/user/me/proxy/5000/"
        await until(lambda: shown(manager)[5000]["error"] is None)
        await asyncio.sleep(0.1)
        assert machine.probed == [5000, 5000]
        subscription.close()

    asyncio.run(main())


def test_what_said_nothing_in_the_end_has_no_link_and_is_asked_when_somebody_looks(machine, make_manager):
    async def main():
        manager = make_manager(timing=dataclasses.replace(FAST, stale=0.0, probe_retries=()))
        machine.listen(5000, 7, make_owner(50))
        machine.answers[5000] = [Answer("silent"), Answer("silent"), Answer("http")]
        for kind, url in (("silent", None), ("silent", None), ("http", "/user/me/proxy/5000/")):
            await manager.current()
            row = shown(manager)[5000]
            assert (row["kind"], row["url"], row["settled"]) == (kind, url, True)
        await manager.current()
        assert machine.probed == [5000] * 3
        await manager.stop()

    asyncio.run(main())


def test_a_reader_who_comes_again_does_not_make_it_asked_again(machine, make_manager):
    async def main():
        manager = make_manager()
        machine.listen(5000, 7, make_owner(50))
        machine.gate = asyncio.Event()
        machine.answers[5000] = [Answer("silent"), Answer("http")]
        while not machine.probed:
            await manager.current(patience=0.03)
        for _ in range(3):
            await manager.current(patience=0.03)
        assert shown(manager)[5000]["kind"] == "new"
        machine.gate.set()
        await until(lambda: shown(manager)[5000]["kind"] == "silent")
        assert machine.probed == [5000]
        await asyncio.sleep(0.05)
        await manager.current()  # a slow starter is asked again, also without a watcher
        await until(lambda: shown(manager)[5000]["kind"] == "http")
        assert machine.probed == [5000, 5000]
        await manager.stop()

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
        assert (row["id"], row["pid"], row["label"]) == ("inode-7", None, "")
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
