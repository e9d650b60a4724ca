"""Wishes that come all at once: one process at most, and none after a stop."""

from __future__ import annotations

import asyncio
import random

import pytest
from marked import members


def pids(apps, name):
    return {process.pid for process in members(f"{apps.feature._supervisor.server}:{name}")}


async def all_at_once(apps, name, wishes):
    replies = await asyncio.gather(*(apps.call(f"apps/{name}/{wish}", "POST") for wish in wishes))
    assert {code for code, _ in replies} == {202}


@pytest.mark.parametrize("name", ["plain", "sock"])
@pytest.mark.parametrize(
    "wishes",
    [["restart"] * 3, ["restart", "stop", "start"], ["start", "stop", "restart"] * 8],
    ids=["restarts", "mixed", "many"],
)
async def test_one_process_at_most_and_none_after_a_stop(apps, name, wishes):
    for _ in range(3):
        await apps.get(name)
        await all_at_once(apps, name, wishes)
        apps.manager.start(name)
        await apps.until(name, "running")
        pid = int(await apps.get(name, "pid"))
        assert pids(apps, name) == {pid}
        await apps.call(f"apps/{name}/stop", "POST")
        assert pids(apps, name) == set()
        assert (await apps.row(name))["state"] == "stopped"
        apps.manager.start(name)


async def test_wishes_at_any_moment(apps):
    dice = random.Random(7)
    for _ in range(60):
        wish = dice.choice(["start", "stop", "restart"])
        getattr(apps.manager, wish)("plain")
        await asyncio.sleep(dice.choice([0, 0, 0.001, 0.005, 0.02, 0.08]))
        assert len(pids(apps, "plain")) <= 1
    apps.manager.restart("plain")
    await apps.until("plain", "running")
    assert pids(apps, "plain") == {int(await apps.get("plain", "pid"))}
    await apps.manager.stop("plain")
    assert pids(apps, "plain") == set()


async def test_a_start_after_a_stop_is_a_new_process(apps):
    first = await apps.get("plain", "pid")
    apps.manager.stop("plain")
    apps.manager.start("plain")
    await apps.until("plain", "running")
    assert await apps.get("plain", "pid") != first


async def test_a_stop_after_restarts_that_still_start(apps):
    await all_at_once(apps, "slow", ["restart"] * 3)
    await apps.call("apps/slow/stop", "POST")
    assert (await apps.row("slow"))["state"] == "stopped"
    await asyncio.sleep(0.3)
    assert pids(apps, "slow") == set()
