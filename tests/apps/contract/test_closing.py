"""A server that ends answers until its end, and an open tab asks on when its app goes away."""

from __future__ import annotations

import asyncio

import pytest

from jupyterlab_remote_ide.host import processes


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Dest": "document", "Accept": "text/html"}])
async def test_nothing_is_started_any_more(apps, spawns, headers):
    await apps.open("plain")
    await apps.until("plain", "running")
    pid = apps.manager.app("plain").process.pid
    await apps.feature.stop()
    assert processes.read(pid) is None
    for name in ("plain", "slow"):  # one that ran, and one that never did
        assert (await apps.ask(f"{name}/", headers=headers)).code == 503
        for verb in ("start", "restart"):
            await apps.call(f"apps/{name}/{verb}", "POST")
    await asyncio.sleep(0.5)
    assert len(spawns.read_text().splitlines()) == 1
