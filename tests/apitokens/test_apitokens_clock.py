"""A server's clock that jumps: what has not ended is neither lost nor made to live for ever."""

from __future__ import annotations

import asyncio
import json

import pytest

from jupyterlab_remote_ide.apitokens.backend import Change
from jupyterlab_remote_ide.apitokens.backends.embedded import store

HOUR, DAY = 3600, 86_400
START = 1e9


@pytest.fixture
def at(open_store, monkeypatch):
    """``at(seconds)``: a server whose clock says START and so many seconds, started now."""
    monkeypatch.setattr(store, "RECHECK_SECONDS", 0)
    return lambda seconds, **options: open_store(clock=lambda: START + seconds, **options)


async def test_a_clock_that_was_hours_ahead_has_removed_nothing(at, add, folder):
    row, secret = await add(at(0), expires_in=2 * HOUR)
    ahead = at(14 * HOUR)  # local time taken for UTC
    assert await ahead.find(secret) is None
    assert await ahead.rows() == []
    await add(ahead)  # sweeps
    right = at(HOUR)
    assert (await right.find(secret)).id == row.id
    assert row.id in {each.id for each in await right.rows()}


async def test_a_clock_set_back_by_less_than_an_hour_changes_nothing(at, add):
    _, secret = await add(at(HOUR - 1), expires_in=DAY)
    (row,) = await at(0, longest=30 * DAY).rows()
    assert (row.reason, row.expires_at) == (None, START + HOUR - 1 + DAY)
    assert await at(0).find(secret) is not None


async def test_one_clock_that_jumps_under_a_running_server(open_store, add, monkeypatch):
    monkeypatch.setattr(store, "RECHECK_SECONDS", 0)
    now = [START]
    tokens = open_store(clock=lambda: now[0])
    row, secret = await add(tokens, expires_in=HOUR)
    for jump, stands in ((DAY, False), (-DAY, True), (-HOUR / 2, True), (HOUR, True), (HOUR / 2, False)):
        now[0] += jump
        assert (await tokens.find(secret) is not None) is stands, jump
        assert (await tokens.expiry(row.id) is not None) is stands, jump


@pytest.mark.parametrize("longest", [None, 30 * DAY])
async def test_what_a_clock_far_ahead_extended_ends_when_it_would_have(at, add, longest):
    row, secret = await add(at(0), expires_in=2 * HOUR)
    await at(HOUR * 1.9).change(row.id, Change(expires_in=3 * HOUR))
    assert (await at(0, longest=longest).find(secret)).expires_at == row.expires_at
    assert await at(2 * HOUR, longest=longest).find(secret) is not None  # now the clock has come that far
    assert await at(4.9 * HOUR, longest=longest).find(secret) is None


async def test_what_a_clock_far_ahead_shortened_ends_no_later(at, add):
    row, secret = await add(at(0), expires_in=DAY)
    await at(2 * HOUR).change(row.id, Change(expires_in=1))
    assert (await at(0).find(secret)).expires_at == START + 2 * HOUR + 1


async def test_an_extension_is_held_to_the_sites_maximum_of_today(at, add):
    row, secret = await add(at(0), expires_in=HOUR)
    await at(HOUR / 2).change(row.id, Change(expires_in=30 * DAY))
    assert (await at(HOUR, longest=DAY).find(secret)).expires_at == START + HOUR / 2 + DAY
    assert await at(HOUR / 2 + DAY, longest=DAY).find(secret) is None


async def test_a_spoilt_extension_does_not_live_for_ever(at, add, folder):
    row, secret = await add(at(0), expires_in=HOUR)
    for end, when in ((1e12, START), (1e12, START + HOUR / 2), (1e12, 1e11), (-1, START)):
        told = {"version": 1, "expires_at": end, "set_at": when}
        (folder / f"{row.id}.changed").write_text(json.dumps(told))
        assert await at(1.5 * DAY, longest=DAY).find(secret) is None


async def test_its_use_is_noted_after_the_clock_was_set_back(open_store, add, folder):
    now = [START + DAY]
    tokens = open_store(clock=lambda: now[0])
    row, _ = await add(tokens, expires_in=30 * DAY)

    async def noted():
        tokens.touch(row.id, "Code")
        await asyncio.gather(*tokens._noting)
        return json.loads((folder / f"{row.id}.seen").read_text())["last_activity"]

    assert await noted() == START + DAY
    now[0] = START + DAY - HOUR / 2
    assert await noted() == now[0]
    now[0] += 1
    tokens.touch(row.id, "Code")
    await tokens.flush()
    (told,) = await open_store(clock=lambda: now[0]).rows()
    assert told.last_activity == now[0]
