"""Where programs are left to jupyter-server-proxy, their answers keep to the rules all the same."""

from __future__ import annotations

import pytest
from conftest import command
from traitlets.config import Config


@pytest.fixture
def servers():
    return {"plain": {"command": command("--location", "/landing"), "timeout": 30}}


@pytest.fixture
def jp_server_config(jp_server_config):
    jp_server_config["RemoteIDE"] = Config(apps_supervise=False)
    return jp_server_config


async def test_its_answers_keep_to_the_rules(apps):
    reply = await apps.ask("plain/")
    assert reply.code == 302
    assert reply.headers["Location"] == f"{apps.path}plain/landing"
    row = await apps.row("plain")
    assert (row["state"], row["reason"]) == ("external", "apps-open-only")
