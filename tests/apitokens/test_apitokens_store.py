"""The folder of tokens: one file each, shared by servers, never changed in place."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time

import pytest

from jupyterlab_remote_ide.apitokens.backend import Wish
from jupyterlab_remote_ide.apitokens.backends.embedded import folder as folder_module
from jupyterlab_remote_ide.apitokens.backends.embedded import store
from jupyterlab_remote_ide.apitokens.backends.embedded.folder import TokenFolder
from jupyterlab_remote_ide.apitokens.backends.embedded.memory import Memory
from jupyterlab_remote_ide.apitokens.backends.embedded.record import digest, identifier
from jupyterlab_remote_ide.apitokens.backends.embedded.store import Store
from jupyterlab_remote_ide.errors import NotFound


def listing(folder):
    return sorted(path.name for path in folder.iterdir())


def content(folder, row):
    return json.loads((folder / f"{row.id}.json").read_text())


async def ids(tokens):
    return {row.id for row in await tokens.rows()}


async def end(tokens, row):
    await tokens.end(row.id)
    await tokens.remove(row.id)


async def test_modes_and_contents(open_store, add, folder):
    row, secret = await add(open_store())
    assert folder.stat().st_mode & 0o777 == 0o700
    assert listing(folder) == [f"{row.id}.json"]  # no temporary file stays
    file = folder / f"{row.id}.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert secret.removeprefix("ride_") not in file.read_text()
    assert content(folder, row)["hash"] == digest(secret)
    assert row.id == identifier(secret)
    assert row.id not in secret


async def test_survives_a_restart(open_store, add, tmp_path):
    row, secret = await add(open_store())
    link = tmp_path.parent / f"{tmp_path.name}-link"
    link.symlink_to(tmp_path)
    for root in (tmp_path, link, f"{tmp_path}/./"):  # bound to the real folder, not to its spelling
        again = open_store(root)
        assert (await again.find(secret)).id == row.id
        assert await again.rows() == [row]


async def test_another_servers_tokens_are_kept_and_not_accepted(open_store, add, folder, tmp_path):
    (tmp_path / "other").mkdir()
    one, other, prefixed = open_store(), open_store(tmp_path / "other"), open_store(base_url="/user/a/")
    mine, secret = await add(one)
    theirs, their_secret = await add(other)
    _, third_secret = await add(prefixed)
    fresh = open_store()
    assert await fresh.find(secret) is not None
    assert await fresh.find(their_secret) is None
    assert await fresh.find(third_secret) is None
    assert await ids(fresh) == {mine.id}
    with pytest.raises(NotFound):
        await fresh.end(theirs.id)
    for name in ("../apitokens", "x", ""):
        with pytest.raises(NotFound):
            await fresh.end(name)
    before = content(folder, theirs)
    await end(fresh, mine)
    assert content(folder, theirs) == before
    assert await other.find(their_secret) is not None


async def test_seen_by_another_server_within_a_second(open_store, add, monkeypatch):
    one, two = open_store(), open_store()
    assert await two.rows() == []
    row, secret = await add(one)
    assert await two.find(secret) is not None
    await one.end(row.id)
    assert await one.find(secret) is None  # here at once, before anything is removed
    await one.remove(row.id)
    assert store.RECHECK_SECONDS <= 1
    monkeypatch.setattr(store, "RECHECK_SECONDS", 0)  # later
    assert await two.find(secret) is None
    assert await ids(two) == set()


async def test_many_requests_of_one_moment_look_once(open_store, add, monkeypatch):
    tokens = open_store()
    _, secret = await add(tokens)
    looks, read = [], tokens._kept.read
    monkeypatch.setattr(tokens._kept, "read", lambda name: looks.append(name) or read(name))
    tokens._known.clear()
    found = await asyncio.gather(*(tokens.find(secret) for _ in range(50)))
    assert len(set(found)) == 1
    assert len(looks) == 1
    await tokens.find(secret)
    assert len(looks) == 1


async def test_what_is_no_token_opens_no_file(open_store, add, monkeypatch):
    """Anybody who reaches the port may send what looks like one."""
    tokens = open_store()
    _, secret = await add(tokens)
    opened, read, names = [], tokens._kept.read, tokens._kept.names
    monkeypatch.setattr(tokens._kept, "read", lambda name: opened.append(name) or read(name))
    monkeypatch.setattr(tokens._kept, "names", lambda: opened.append("names") or names())
    monkeypatch.setattr(store, "RECHECK_SECONDS", 60)
    wrong = [f"ride_{number:043}" for number in range(200)]
    assert set(await asyncio.gather(*map(tokens.find, wrong))) == {None}
    assert opened == ["names"]
    assert await tokens.find(secret) is not None


async def test_expired_at_once_and_removed(open_store, add, folder):
    now = [1000.0]
    tokens = open_store(clock=lambda: now[0])
    short, secret = await add(tokens, expires_in=10)
    long, _ = await add(tokens, expires_in=100)
    now[0] = 1009.999
    assert await tokens.find(secret) is not None
    assert await tokens.expiry(short.id) == 1010
    assert tokens.known_expiry(short.id) == 1010
    now[0] = 1010.0
    assert await tokens.find(secret) is None
    assert await tokens.expiry(short.id) is None
    assert tokens.known_expiry(short.id) is None
    assert await ids(tokens) == {long.id}
    now[0] += folder_module._OVER_SECONDS - 1  # a clock that is hours ahead removes nothing
    third, _ = await add(tokens)
    assert listing(folder) == sorted(f"{row.id}.json" for row in (short, long, third))
    now[0] += 1
    fourth, _ = await add(tokens)
    assert listing(folder) == sorted(f"{row.id}.json" for row in (long, third, fourth))


async def test_its_use_is_kept_rarely(open_store, add, folder):
    now = [1000.0]
    tokens = open_store(clock=lambda: now[0])
    row, _ = await add(tokens)
    seen = folder / f"{row.id}.seen"

    async def used(client):
        tokens.touch(row.id, client)
        await asyncio.gather(*tokens._noting)
        return json.loads(seen.read_text())

    assert await used("Code") == {"last_activity": 1000, "seen_client": "Code"}
    now[0] = 1059.0
    assert (await used(None))["last_activity"] == 1000
    (told,) = await tokens.rows()
    assert (told.last_activity, told.seen_client) == (1059, "Code")
    now[0] = 1060.0
    assert await used(None) == {"last_activity": 1060, "seen_client": "Code"}
    now[0] = 1090.0
    assert (await used("Other"))["last_activity"] == 1060
    await tokens.flush()
    (told,) = await open_store(clock=lambda: now[0]).rows()
    assert (told.last_activity, told.seen_client) == (1090, "Other")


async def test_a_note_of_its_use_brings_nothing_back(open_store, add, folder, monkeypatch):
    """Another server has revoked it while this one was noting that it was used."""
    one, two = open_store(), open_store()
    row, secret = await add(one)
    await two.rows()
    await end(two, row)
    one.touch(row.id, "Code")
    await one.flush()
    assert listing(folder) == []
    seen = folder / f"{row.id}.seen"
    seen.write_text("{}")  # the note came between the two removals
    monkeypatch.setattr(store, "RECHECK_SECONDS", 0)  # later
    assert await open_store().find(secret) is None
    assert await one.find(secret) is None
    await add(one)
    assert not seen.exists()


@pytest.mark.parametrize(
    "text", ["", "[", "[1]", '{"last_activity": "x", "seen_client": null}', "[" * 50_000]
)
async def test_a_spoilt_note_still_tells_that_it_was_used(open_store, add, folder, text):
    tokens = open_store()
    row, secret = await add(tokens)
    note = folder / f"{row.id}.seen"
    note.write_text(text)
    shown = [(each.last_activity, each.seen_client) for each in await tokens.rows()]
    assert shown == [(note.stat().st_mtime, None)]
    assert await tokens.find(secret) is not None


async def test_a_client_cannot_write_what_it_likes_into_the_list(open_store, add, folder):
    row, _ = await add(open_store())
    told = {"last_activity": 5, "seen_client": "a\n\u202eb" + "x" * 500}
    (folder / f"{row.id}.seen").write_text(json.dumps(told))
    (shown,) = await open_store().rows()
    assert shown.seen_client == ("ab" + "x" * 500)[:120]


async def test_memory_only(tmp_path, add):
    tokens = Store(Memory(), str(tmp_path), "/")
    row, secret = await add(tokens)
    assert (await tokens.find(secret)).id == row.id
    tokens.touch(row.id, "Code")
    await tokens.flush()
    assert [each.seen_client for each in await tokens.rows()] == ["Code"]
    await end(tokens, row)
    assert await tokens.find(secret) is None
    assert await tokens.rows() == []
    with pytest.raises(NotFound):
        await tokens.end(row.id)
    assert list(tmp_path.iterdir()) == []


WRITER = """
import asyncio, sys
from pathlib import Path
from jupyterlab_remote_ide.apitokens.backend import Wish
from jupyterlab_remote_ide.apitokens.backends.embedded.folder import TokenFolder
from jupyterlab_remote_ide.apitokens.backends.embedded.store import Store

async def main():
    tokens = Store(TokenFolder(Path(sys.argv[1])), sys.argv[2], "/")
    for number in range(20):
        await tokens.create(Wish("vscode", f"{sys.argv[3]}-{number}", "connect", 3600))

asyncio.run(main())
"""


async def test_two_processes_lose_nothing(open_store, add, folder, tmp_path):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(folder), str(tmp_path), name]) for name in "ab"
    ]
    shared = open_store()
    await asyncio.gather(*(add(shared, f"c-{n}") for n in range(20)))
    assert [await asyncio.to_thread(writer.wait, 60) for writer in writers] == [0, 0]
    notes = sorted(row.note for row in await shared.rows())
    assert notes == sorted(f"{w}-{n}" for w in "abc" for n in range(20))
    assert len(listing(folder)) == 60


async def test_what_a_dead_writer_left_is_removed(open_store, add, folder):
    row, _ = await add(open_store())
    left, fresh, other = folder / f".{row.id}.json.0123", folder / ".new", folder / "README"
    for file in (left, fresh, other):
        file.write_text("{")
    os.utime(left, (1, 1))
    os.utime(other, (1, 1))
    await add(open_store())
    assert [file.exists() for file in (left, fresh, other)] == [False, True, True]


async def test_one_wish_is_one_file(folder, tmp_path):
    tokens = Store(TokenFolder(folder), str(tmp_path), "/")
    begin = time.time()
    minted = await tokens.create(Wish("vscode", "n", "start", 60))
    assert begin + 60 <= minted.apitoken.expires_at <= time.time() + 60
    assert minted.secret.startswith("ride_")
    assert len(minted.secret) >= 48
    assert minted.apitoken.access == content(folder, minted.apitoken)["access"] == "start"
