"""One feature that cannot be set up, or does not end, leaves the others and the server alone."""

from __future__ import annotations

import asyncio
import json

import pytest
from tornado.httpclient import HTTPClientError
from traitlets.config import Config

from jupyterlab_remote_ide.feature import Feature


class TestOneThatCannotBeSetUp:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        jp_server_config["RemoteIDE"] = Config({"apitokens_backend_class": "nowhere.T"})
        return jp_server_config

    async def test_it_is_told_beside_the_others(self, jp_fetch):
        status = json.loads((await jp_fetch("remote-ide/v1", "status")).body)
        assert status["warnings"] == ["apitokens-failed"]
        assert set(status["capabilities"]) == {"server-stop"}
        assert status["mode"] == "none"

    async def test_its_address_says_that_there_is_nothing(self, jp_fetch):
        with pytest.raises(HTTPClientError) as refused:
            await jp_fetch("remote-ide/v1", "apitokens")
        assert refused.value.code == 404

    async def test_a_page_may_watch_it_beside_others(self, jp_ws_fetch):
        socket = await jp_ws_fetch("remote-ide/v1", "watch", params={"topics": "apitokens"})
        socket.close()


class Tough(Feature):
    """Ends when it is told to, or swallows that it is to end."""

    stop_seconds = 0.1

    def __init__(self, name, go_on=None):
        self.name, self._go_on, self.stopped = name, go_on, False

    async def stop(self):
        while self._go_on is not None and not self._go_on.is_set():
            try:
                await self._go_on.wait()
            except asyncio.CancelledError:
                continue
        self.stopped = True


async def test_one_that_does_not_end_is_given_up(jp_serverapp, caplog):
    (app,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_remote_ide"]
    go_on = asyncio.Event()
    first, last = Tough("first"), Tough("last", go_on)
    app.services.features |= {"first": first, "last": last}
    app.log.addHandler(caplog.handler)
    try:
        stopping = asyncio.ensure_future(app.stop_extension())
        await asyncio.wait({stopping}, timeout=30)
        assert stopping.done()
        assert (first.stopped, last.stopped) == (True, False)
        assert "last has not ended within 0 seconds" in caplog.text
    finally:
        app.log.removeHandler(caplog.handler)
        go_on.set()
        del app.services.features["first"], app.services.features["last"]
