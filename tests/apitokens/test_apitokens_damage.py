"""Files of tokens that are damaged, and a home that does not answer."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading

import pytest

from jupyterlab_remote_ide.apitokens.backends.embedded import store
from jupyterlab_remote_ide.errors import Unavailable

DAMAGED = ["", "{", "[]", "null", '{"version": 1}', "\x00" * 50, "[" * 50_000]


@pytest.mark.parametrize("text", DAMAGED)
async def test_a_damaged_file_opens_nothing_and_says_so(open_store, add, folder, text):
    damaged, secret = await add(open_store())
    good, other_secret = await add(open_store())
    file = folder / f"{damaged.id}.json"
    file.write_text(text)
    tokens = open_store()
    assert await tokens.find(secret) is None
    assert await tokens.find(other_secret) is not None
    rows = {row.id: row for row in await tokens.rows()}
    assert rows.keys() == {damaged.id, good.id}
    assert rows[good.id].reason is None
    assert (rows[damaged.id].reason, rows[damaged.id].detail) == ("token-damaged", {"file": str(file)})
    assert file.read_text() == text
    await tokens.end(damaged.id)  # the cure
    await tokens.remove(damaged.id)
    assert [row.id for row in await tokens.rows()] == [good.id]
    assert not file.exists()


async def test_bad_fields_are_damage(open_store, add, folder):
    row, secret = await add(open_store())
    whole = json.loads((folder / f"{row.id}.json").read_text())
    other, _ = await add(open_store())
    for change in (
        {"expires_at": "x"},
        {"expires_at": float("nan")},
        {"note": 1},
        {"expires_at": True},
        {"hash": None},
        {"hash": "0" * 64},
        json.loads((folder / f"{other.id}.json").read_text()),  # of another id
    ):
        (folder / f"{row.id}.json").write_text(json.dumps(whole | change))
        assert await open_store().find(secret) is None, change
        reasons = {each.id: each.reason for each in await open_store().rows()}
        assert reasons == {row.id: "token-damaged", other.id: None}, change


async def test_a_later_versions_file_is_left_alone(open_store, add, folder):
    row, secret = await add(open_store())
    text = json.dumps(json.loads((folder / f"{row.id}.json").read_text()) | {"version": 2})
    (folder / f"{row.id}.json").write_text(text)
    tokens = open_store()
    assert await tokens.find(secret) is None
    assert [each.reason for each in await tokens.rows()] == ["token-other-version"]
    await add(tokens)
    assert (folder / f"{row.id}.json").read_text() == text


@pytest.mark.parametrize(("version", "age"), [(7, "newer"), (0, "older"), ("x", "older")])
async def test_another_versions_file_says_whether_it_is_older(open_store, add, folder, version, age):
    row, _ = await add(open_store())
    file = folder / f"{row.id}.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"version": version}))
    (told,) = await open_store().rows()
    assert (told.reason, told.detail) == ("token-other-version", {"file": str(file), "version": age})


@pytest.mark.parametrize(("number", "cure"), [(13, "open"), (5, "retry")])
async def test_a_file_that_cannot_be_read_is_not_damaged_and_hides_no_other(
    open_store, add, folder, monkeypatch, number, cure
):
    monkeypatch.setattr(store, "RECHECK_SECONDS", 0)
    tokens = open_store()
    bad, bad_secret = await add(tokens)
    good, good_secret = await add(tokens)
    opened = os.open

    def fails(path, *arguments, **options):
        if str(path).startswith(bad.id):
            raise OSError(number, os.strerror(number))
        return opened(path, *arguments, **options)

    monkeypatch.setattr("os.open", fails)
    fresh = open_store()
    assert await fresh.find(bad_secret) is None
    assert fresh.trouble is None
    assert await fresh.find(good_secret) is not None
    rows = {row.id: row for row in await fresh.rows()}
    assert rows[good.id].reason is None
    detail = {"file": str(folder / f"{bad.id}.json"), "cure": cure}
    assert (rows[bad.id].reason, rows[bad.id].detail) == ("token-unreadable", detail)
    await fresh.end(bad.id)
    await fresh.remove(bad.id)
    assert [row.id for row in await fresh.rows()] == [good.id]


async def test_a_home_that_is_away_for_a_moment_ends_no_session(open_store, add, folder, monkeypatch):
    tokens = open_store()
    row, secret = await add(tokens)
    monkeypatch.setattr(store, "RECHECK_SECONDS", 0)
    home = folder.parent.parent
    home.rename(home.with_name("away"))
    home.write_text("")  # ENOTDIR: neither there nor absent
    assert await tokens.find(secret) is not None
    with pytest.raises(Unavailable, match="cannot be read") as error:
        await tokens.rows()
    assert error.value.reason == tokens.trouble.reason == "storage-unreadable"
    with pytest.raises(Unavailable) as error:
        await add(tokens)
    assert error.value.reason == "storage-unwritable"
    home.unlink()
    home.with_name("away").rename(home)
    assert [each.id for each in await tokens.rows()] == [row.id]
    assert tokens.trouble is None


class TestAHangingHome:
    """One whose server does not answer: every call to it waits, for ever."""

    @pytest.fixture(autouse=True)
    def short(self, monkeypatch):
        monkeypatch.setattr(store, "LOOK_SECONDS", 0.2)
        monkeypatch.setattr(store, "PRESS_SECONDS", 0.2)
        monkeypatch.setattr(store, "RECHECK_SECONDS", 0)

    @pytest.fixture
    def hang(self, monkeypatch):
        back = threading.Event()
        opened = os.open

        def hanging(*arguments, **options):
            if threading.current_thread().name == "Remote IDE: API tokens":
                back.wait()
            return opened(*arguments, **options)

        yield lambda: monkeypatch.setattr("os.open", hanging), back.set
        back.set()

    async def test_the_event_loop_goes_on_and_nobody_waits_for_ever(self, open_store, add, hang):
        begin, end_it = hang
        tokens = open_store()
        row, secret = await add(tokens)
        before = set(threading.enumerate())
        begin()
        ticks = 0

        async def tick():
            nonlocal ticks
            while True:
                await asyncio.sleep(0.01)
                ticks += 1

        ticker = asyncio.ensure_future(tick())
        assert await tokens.find(secret) is not None  # known from before
        assert await tokens.find("ride_" + "x" * 43) is None
        for call in (tokens.rows(), add(tokens)):
            with pytest.raises(Unavailable) as error:
                await call
            assert error.value.reason == "storage-silent"
        assert ticks > 5
        assert set(threading.enumerate()) <= before  # no more threads than the one that hangs
        # A revoke holds here at once, and is written when the home is back.
        await tokens.end(row.id)
        assert await tokens.find(secret) is None
        with pytest.raises(Unavailable):
            await tokens.remove(row.id)
        await tokens.flush()
        end_it()
        await asyncio.sleep(0.05)
        await tokens.flush()
        assert await tokens.rows() == []  # what was given up is not made afterwards, either
        ticker.cancel()

    def test_a_server_ends_all_the_same(self, folder, tmp_path):
        script = (
            "import asyncio, os, sys, threading, time\n"
            "from pathlib import Path\n"
            "from jupyterlab_remote_ide.apitokens.backends.embedded import store\n"
            "from jupyterlab_remote_ide.apitokens.backends.embedded.folder import TokenFolder\n"
            "store.LOOK_SECONDS = store.PRESS_SECONDS = 0.2\n"
            "tokens = store.Store(TokenFolder(Path(sys.argv[1])), '/', '/')\n"
            "Path.lstat = lambda _: time.sleep(600)\n"
            "print(asyncio.run(tokens.find('ride_x')))\n"
        )
        run = subprocess.run(
            [sys.executable, "-c", script, str(folder)], timeout=60, capture_output=True, text=True
        )
        assert (run.returncode, run.stdout, run.stderr) == (0, "None\n", "")


async def test_numbers_of_any_size_are_damage_and_no_crash(open_store, add, folder):
    tokens = open_store()
    bad, secret = await add(tokens)
    seen, other = await add(tokens)
    file = folder / f"{bad.id}.json"
    file.write_text(file.read_text().replace(f'"expires_at": {bad.expires_at}', f'"expires_at": {10**400}'))
    (folder / f"{seen.id}.seen").write_text(f'{{"last_activity": {10**400}, "seen_client": null}}')
    fresh = open_store()
    assert await fresh.find(secret) is None
    assert await fresh.find(other) is not None
    assert {row.id: row.reason for row in await fresh.rows()} == {bad.id: "token-damaged", seen.id: None}
    await add(fresh)


async def test_one_made_by_a_clock_ahead_can_be_seen_and_removed(open_store, add, folder):
    now = [1e9 + 7200]
    row, secret = await add(open_store(clock=lambda: now[0]))
    now[0] -= 7200
    for longest in (None, 600):
        tokens = open_store(clock=lambda: now[0], longest=longest)
        assert await tokens.find(secret) is None
        assert [each.reason for each in await tokens.rows()] == ["token-ahead"]
    await tokens.end(row.id)
    await tokens.remove(row.id)
    assert await tokens.rows() == []
    assert list(folder.iterdir()) == []


async def test_a_folder_of_this_name_can_be_removed(open_store, add, folder):
    row, _ = await add(open_store())
    (folder / f"{row.id}.json").unlink()
    (folder / f"{row.id}.json").mkdir()
    (folder / f"{row.id}.json" / "somebody's").write_text("work")
    tokens = open_store()
    assert [each.reason for each in await tokens.rows()] == ["token-untrusted"]
    await tokens.end(row.id)
    await tokens.remove(row.id)
    assert await tokens.rows() == []
    (kept,) = folder.glob("*/somebody's")  # removed is what stood in the way, not what is in it
    assert kept.read_text() == "work"


async def test_where_the_folder_is_gone_nothing_is_said_to_be_removed(open_store, add, folder):
    tokens = open_store()
    row, secret = await add(tokens)
    folder.rename(folder.with_name("moved"))
    await tokens.end(row.id)
    with pytest.raises(Unavailable):
        await tokens.remove(row.id)
    folder.with_name("moved").rename(folder)  # and back
    assert [each.reason for each in await tokens.rows()] == ["token-not-removed"]
    await tokens.flush()
    assert await open_store().find(secret) is None
