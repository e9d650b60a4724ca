"""A server that ends answers until its end, and an open tab asks on when its app goes away."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from marked import members

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


async def test_nothing_is_left_but_the_gate(apps):
    """Which stays shut: else an open tab's next request would let jupyter-server-proxy start the app."""
    from jupyter_server_proxy import handlers

    await apps.get("sock")
    supervisor, servers = apps.feature._supervisor, apps.feature._servers
    folder, guard = supervisor._sockets.folder, supervisor._guard.pid
    assert processes.read(guard) is not None
    target = servers._rules["plain"].target
    await apps.feature.stop()
    assert handlers.SupervisedProcess.__module__ == "simpervisor.process"
    assert servers._rules["plain"].target is target
    assert not Path(folder).exists()
    end = time.monotonic() + 15  # the guard ends after us
    while processes.read(guard) is not None and time.monotonic() < end:
        await asyncio.sleep(0.05)
    assert processes.read(guard) is None
    assert members(f"{supervisor.server}:") == []
