"""At an address that jupyter-server-proxy has no road to stands why, and no bare 404."""

from __future__ import annotations

import json

import pytest
from conftest import DOCUMENT, command, said


@pytest.fixture
def servers():
    return {
        "a+b": {"command": command(), "launcher_entry": {"title": "A {plus} <b>"}},
        "a b": {"command": command()},
        "größe": {"command": command()},
        "nothing": {"launcher_entry": {"title": "Nothing"}},
        "plain": {"command": command()},
    }


@pytest.mark.filterwarnings("ignore:Server proxy nothing does not have a command")
@pytest.mark.parametrize("path", ["a+b/", "a+b", "a%20b/", "a%20b/x?y=1", "gr%C3%B6%C3%9Fe/", "nothing/"])
async def test_why(apps, path):
    name, _, query = path.partition("?")
    page = await apps.ask(name, headers=DOCUMENT, params=query)
    text = page.body.decode()
    assert page.code == 503
    assert said(page)["reason"] in ("name-never-matches", "not-configured")
    assert said(page)["name"]
    assert 'id="back" href="' in text
    assert "<b>" not in text
    reply = await apps.ask(name, headers={"Sec-Fetch-Dest": "empty"})
    assert reply.code == 503
    assert json.loads(reply.body)["reason"] in ("name-never-matches", "not-configured")
    assert (await apps.ask(name, headers=DOCUMENT, login=False)).code in (302, 403)
    assert await apps.get("plain") == "hello"
