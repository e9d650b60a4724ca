"""A program that writes without end must not keep the server from answering."""

from __future__ import annotations

import asyncio

import pytest

from jupyterlab_remote_ide.apps.log import Log

FLOODS = {
    "blank": "yes ''",
    "long": "yes $(head -c 3000 /dev/zero | tr '\\0' a)-auth",
    "zero": "cat /dev/zero",
}


@pytest.fixture(params=FLOODS.values(), ids=FLOODS.keys())
def flooding(request, servers):
    command = " ".join(servers["plain-too"]["command"])
    servers["flood"] = {"command": ["sh", "-c", f"{request.param} & exec {command}"]}


class Turns:
    """How often the log is fed, and how often at most between two turns of the event loop."""

    def __init__(self, monkeypatch):
        self.fed = self.most = self._now = 0
        feed = Log.feed

        def counted(log, data):
            self.fed += 1
            self._now += 1
            self.most = max(self.most, self._now)
            feed(log, data)

        monkeypatch.setattr(Log, "feed", counted)

    async def count(self):
        while True:
            await asyncio.sleep(0)
            self._now = 0


async def test_the_server_answers(flooding, apps, monkeypatch):
    turns = Turns(monkeypatch)
    counting = asyncio.ensure_future(turns.count())
    await apps.get("flood")
    before = turns.fed
    for _ in range(30):
        assert (await apps.ask("api/status")).code == 200
        await asyncio.sleep(0.02)
    assert turns.fed - before > 30  # a flood indeed
    counting.cancel()
    assert turns.most == 1
    code, _ = await apps.call("apps/flood/stop", "POST")
    assert code == 202
    await apps.until("flood", "stopped")
