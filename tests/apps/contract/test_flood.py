"""A program that writes without end must not keep the server from answering."""

from __future__ import annotations

import asyncio
import statistics
import time

import pytest

FLOODS = {
    "blank": "yes ''",
    "long": "yes $(head -c 3000 /dev/zero | tr '\\0' a)-auth",
    "zero": "cat /dev/zero",
}


@pytest.fixture(params=FLOODS.values(), ids=FLOODS.keys())
def flooding(request, servers):
    command = " ".join(servers["plain-too"]["command"])
    servers["flood"] = {"command": ["sh", "-c", f"{request.param} & exec {command}"]}


async def test_the_server_answers(flooding, apps):
    await apps.get("flood")
    took = []
    for _ in range(30):
        begin = time.monotonic()
        assert (await apps.ask("api/status")).code == 200
        took.append(time.monotonic() - begin)
        await asyncio.sleep(0.02)
    begin = time.monotonic()
    code, _ = await apps.call("apps/flood/stop", "POST")
    assert code == 202
    assert time.monotonic() - begin < 2.5
    assert statistics.median(took) < 0.05, took
    assert max(took) < 0.5, took
