"""When it samples, and what it says."""

from __future__ import annotations

import asyncio
import json
import threading

import pytest
from restapi import misfits

from jupyterlab_remote_ide.host.cgroup import Cpu, Memory
from jupyterlab_remote_ide.host.gpus import Gpu
from jupyterlab_remote_ide.session import usage
from jupyterlab_remote_ide.session.usage import Timing, Usage

FAST = Timing(first=0.01, interval=0.01, gpu_interval=0.01, gpu_factor=0)
GPU = Gpu("GPU-aaaa", "NVIDIA A100", 0.35, 2**30, 40 * 2**30)


class Groups:
    """A job that takes two CPUs of the clock's time, which goes on by half a second at each sample."""

    def __init__(self):
        self.time = 0.0
        self.samples = 0
        self.limit = Memory(3000, 5000)
        self.group = "/job_1"

    def memory(self):
        self.samples += 1
        self.time += 0.5
        return self.limit

    def cpu(self):
        return Cpu(4, self.group, 2 * self.time)


@pytest.fixture
def groups():
    return Groups()


@pytest.fixture
def make(groups):
    return lambda gpus=list, timing=FAST: Usage(gpus, lambda: groups, timing, lambda: groups.time)


def watch(made, level="visible"):
    messages = []
    subscription = made.topic.subscribe(messages.append)
    subscription.want(level)
    return subscription, messages


def rows(made):
    return {row["id"]: row for row in made.topic.rows()}


async def until(condition):
    for _ in range(6000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("waited in vain")


def test_it_samples_while_somebody_looks_and_only_then(groups, make):
    async def main():
        made = make()
        await asyncio.sleep(0.05)
        assert groups.samples == 0
        assert made.topic.current() is None
        subscription, messages = watch(made)
        assert groups.samples == 1  # what is looked at first holds it
        await until(lambda: groups.samples > 3)
        assert len(messages) >= 3
        for level in ("background", "off"):
            subscription.want(level)
            await asyncio.sleep(0)
            before = groups.samples
            await asyncio.sleep(0.05)
            assert groups.samples == before
            assert asyncio.all_tasks() == {asyncio.current_task()}
        subscription.want("visible")
        await until(lambda: groups.samples > before + 1)
        subscription.close()
        assert made._timer is None
        await made.stop()

    asyncio.run(main())


def test_several_who_look_cost_no_more_than_one(groups, make):
    async def main():
        made = make(timing=Timing(first=60))
        for _ in range(3):
            watch(made)
        assert groups.samples == 1
        await made.stop()

    asyncio.run(main())


def test_the_allocation(make):
    async def main():
        made = make()
        watch(made)
        first = rows(made)["cpu"]
        assert (first["used"], first["total"], first["scope"]) == (None, 4, "allocation")
        await until(lambda: rows(made)["cpu"]["used"] is not None)
        assert rows(made)["cpu"]["used"] == 2
        memory = rows(made)["memory"]
        assert (memory["used"], memory["total"], memory["scope"]) == (3000, 5000, "allocation")
        assert all(misfits(row, "Usage") == [] for row in made.topic.rows())
        await made.stop()

    asyncio.run(main())


def test_of_another_group_a_difference_says_nothing(groups, make):
    async def main():
        made = make(timing=Timing(first=60))
        watch(made)
        groups.group = "/job_1/step_0"
        made._publish()
        assert rows(made)["cpu"]["used"] is None
        await made.stop()

    asyncio.run(main())


def test_without_a_limit_the_machine_is_told_as_such(groups, make, monkeypatch):
    async def main():
        groups.limit, groups.cpu = None, lambda: Cpu(2)
        made = make(timing=Timing(first=60))
        watch(made)
        found = rows(made)
        assert [found[kind]["scope"] for kind in ("memory", "cpu")] == ["machine", "machine"]
        assert 0 < found["memory"]["used"] < found["memory"]["total"]
        monkeypatch.setattr(usage.machine, "memory", lambda: None)
        monkeypatch.setattr(usage.machine, "cpu_seconds", lambda: None)
        made._publish()
        assert rows(made) == {}
        await made.stop()

    asyncio.run(main())


def test_gpus_are_asked_aside_and_again(make):
    async def main():
        asked = []

        def gpus():
            asked.append(threading.current_thread())
            return [GPU]

        made = make(gpus)
        subscription, _ = watch(made)
        await until(lambda: len(asked) > 2)
        assert threading.main_thread() not in asked
        await until(lambda: "GPU-aaaa" in rows(made))
        row = rows(made)["GPU-aaaa"]
        assert (row["used"], row["memory_used"], row["memory_total"]) == (0.35, 2**30, 40 * 2**30)
        assert misfits(row, "Usage") == []
        subscription.want("background")
        before = len(asked)
        await asyncio.sleep(0.05)
        assert len(asked) <= before + 1
        await made.stop()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


def test_an_answer_that_comes_when_nobody_looks_any_more_ends_it(make, monkeypatch):
    """As where the wait for it swallows the cancellation, see `jupyterlab_remote_ide.tasks.cancel`."""

    async def main():
        asked = []
        made = make()

        async def swallows(call, patience):
            asked.append(1)
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                return [GPU]

        monkeypatch.setattr(made._aside, "run", swallows)
        subscription, _ = watch(made)
        await until(lambda: asked)
        subscription.want("background")
        await asyncio.sleep(0.05)
        assert len(asked) == 1
        assert asyncio.all_tasks() == {asyncio.current_task()}
        subscription.want("visible")
        await until(lambda: len(asked) == 2)
        await made.stop()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


def test_where_there_is_no_gpu_nobody_asks_twice(make):
    async def main():
        asked = []
        made = make(lambda: asked.append(1) or [])
        subscription, _ = watch(made)
        await until(lambda: made._asking.done())
        await asyncio.sleep(0.05)
        assert len(asked) == 1
        subscription.want("off")
        subscription.want("visible")
        await until(lambda: len(asked) == 2)
        await made.stop()

    asyncio.run(main())


def test_who_looks_again_and_again_asks_no_more_often(make):
    async def main():
        asked = []
        made = make(lambda: asked.append(1) or [GPU], Timing(first=60, gpu_interval=60, gpu_factor=0))
        subscription, _ = watch(made)
        await until(lambda: "GPU-aaaa" in made._gpu_rows)
        for _ in range(20):
            subscription.want("off")
            subscription.want("visible")
            await asyncio.sleep(0.005)
            assert "GPU-aaaa" in rows(made)  # told meanwhile as it was
        assert len(asked) == 1
        await made.stop()

    asyncio.run(main())


def test_one_that_fails_once_is_asked_again(make):
    async def main():
        answers = [[GPU], [], [GPU]]
        made = make(lambda: answers.pop(0) if answers else [GPU])
        watch(made)
        await until(lambda: not answers and "GPU-aaaa" in rows(made))
        await made.stop()

    asyncio.run(main())


def test_a_driver_that_hangs_holds_nothing_up(groups, make, monkeypatch):
    async def main():
        monkeypatch.setattr(usage, "PATIENCE_SECONDS", -0.9)
        go_on = threading.Event()
        made = make(lambda: go_on.wait(60) and [GPU])
        watch(made)
        await until(lambda: made._asking.done() and groups.samples > 5)
        assert set(rows(made)) == {"memory", "cpu"}
        await made.stop()
        go_on.set()

    asyncio.run(main())


async def test_on_the_socket(jp_ws_fetch):
    socket = await jp_ws_fetch("remote-ide/v1", "watch", params={"topics": "session"})
    first = json.loads(await socket.read_message())
    assert first["topic"] == "session"
    assert {row["kind"] for row in first["snapshot"]} >= {"memory", "cpu"}
    assert [misfits(row, "Usage") for row in first["snapshot"]] == [[]] * len(first["snapshot"])
    diff = json.loads(await socket.read_message())
    assert next(row["used"] for row in diff["change"] if row["kind"] == "cpu") >= 0
    socket.close()
