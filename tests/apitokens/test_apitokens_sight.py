"""What comes in with a hub's token, and the end of it. With a real hub: tests/real/test_hub_tokens.py."""

from __future__ import annotations

import asyncio
import math
from types import SimpleNamespace

import pytest

from jupyterlab_remote_ide.apitokens.backend import ApiToken
from jupyterlab_remote_ide.apitokens.backends.hub.sight import LEAVING, Sight


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def token(identifier, expires_at=2000.0):
    return ApiToken(identifier, "n", "vscode", "connect", 900.0, expires_at)


def request(identifier, path="/user/alice/api/kernels", session_id="", agent="VS Code/1"):
    model = {"token_id": identifier, "session_id": session_id, "scopes": []}
    user = SimpleNamespace(hub_user=model)
    asked = SimpleNamespace(path=path, headers={"User-Agent": agent})
    return SimpleNamespace(_jupyter_current_user=user, request=asked, get_status=lambda: 200)


@pytest.fixture
def rig():
    forgotten = []
    login = SimpleNamespace(cache=SimpleNamespace(clear=lambda: forgotten.append(1)))
    settings, clock, logged = {"log_function": lambda handler: logged.append(handler)}, Clock(), []
    sight = Sight(settings, "/user/alice/", login, clock)
    closed = []
    sight.sockets.close = closed.append
    seen = []
    sight.heard = lambda each: seen.append((each.identifier, each.client))
    yield SimpleNamespace(
        sight=sight,
        answered=lambda *a, **o: settings["log_function"](request(*a, **o)),
        clock=clock,
        closed=closed,
        seen=seen,
        logged=logged,
        forgotten=lambda: len(forgotten),
    )
    sight.stop()


async def test_the_first_use_is_told_and_each_is_noted(rig):
    rig.answered("a1")
    rig.clock.now = 1005.0
    rig.answered("a1", agent="other\n")
    assert rig.seen == [("a1", "VS Code/1")]
    assert rig.sight.used == {"a1": (1005.0, "other")}
    assert len(rig.logged) == 2
    rig.answered("a2", session_id="browser")  # of the page itself
    assert "a2" not in rig.sight.used
    assert rig.forgotten() == 0


async def test_what_left_the_list_has_ended(rig):
    rig.sight.learn([token("a1"), token("a2")])
    rig.sight.learn([token("a2")])
    assert rig.closed == ["a1"]
    assert rig.forgotten() == 1
    assert [await rig.sight.expiry(each) is None for each in ("a1", "a2", "a3")] == [True, False, False]
    rig.answered("a1")  # the hub was asked in between, and did not know yet
    assert rig.forgotten() == 2
    assert rig.seen == []
    rig.sight.learn([token("a2")])
    assert rig.closed == ["a1"]


async def test_one_of_another_servers_list_is_none_of_ours(rig):
    rig.sight.learn([])
    rig.answered("a9")
    assert (rig.closed, rig.forgotten()) == ([], 0)


async def test_an_end_comes_by_itself(rig):
    rig.sight.add(token("a1", expires_at=1000.05))
    rig.sight.add(token("a2", expires_at=None))
    rig.clock.now = 1000.1
    for _ in range(1000):
        if rig.closed:
            break
        await asyncio.sleep(0.01)
    assert rig.closed == ["a1"]
    assert rig.forgotten() == 1


async def test_a_logout_ends_the_browsers_token_with_what_it_opened(rig):
    rig.answered("o1", session_id="browser")
    rig.answered("o1", path="/user/alice/logout", session_id="browser")
    assert rig.closed == ["o1"]
    rig.answered("o2", path="/user/alice/files/logout", session_id="browser")
    assert rig.closed == ["o1"]


async def test_a_logout_that_never_reached_the_hub_is_forgotten(rig):
    for _ in range(2):
        rig.answered("o1", path="/user/alice/logout", session_id="browser")
        forgotten = rig.forgotten()
        rig.answered("o1", session_id="browser")
        assert (rig.forgotten(), await rig.sight.expiry("o1")) == (forgotten + 1, None)
        rig.clock.now += LEAVING
        rig.answered("o1", session_id="browser")
        assert (rig.forgotten(), await rig.sight.expiry("o1")) == (forgotten + 1, math.inf)


async def test_a_program_is_not_logged_out_by_asking(rig):
    rig.sight.add(token("a1"))
    rig.answered("a1", path="/user/alice/logout")
    rig.answered("a1")
    assert (rig.closed, rig.forgotten(), await rig.sight.expiry("a1")) == ([], 0, 2000.0)


async def test_who_is_not_logged_in_by_a_hub_is_nobody(rig):
    nobody = SimpleNamespace(
        _jupyter_current_user=None, request=SimpleNamespace(path="/user/alice/logout", headers={})
    )
    rig.sight._see(nobody)
    assert rig.forgotten() == 0
