"""A change on disk: whole or not at all, seen by every server of the user, never stronger than a revoke."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jupyterlab_remote_ide.apitokens.backend import Change
from jupyterlab_remote_ide.apitokens.backends.embedded import store
from jupyterlab_remote_ide.apitokens.backends.embedded.folder import TokenFolder
from jupyterlab_remote_ide.apitokens.backends.embedded.memory import Memory
from jupyterlab_remote_ide.apitokens.backends.embedded.store import Store
from jupyterlab_remote_ide.errors import NotFound, Unavailable

EXTEND = Change(expires_in=7200)


async def notes(tokens):
    return {row.id: row.note for row in await tokens.rows()}


async def end(tokens, row):
    await tokens.end(row.id)
    await tokens.remove(row.id)


async def test_two_servers_of_one_user_make_list_rename_extend_and_revoke(open_store, add, monkeypatch):
    now = [1000.0]
    one, two = (open_store(clock=lambda: now[0]) for _ in range(2))
    row, secret = await add(one, "a", 3600)
    assert await notes(two) == {row.id: "a"}
    assert await one.find(secret) is not None
    monkeypatch.setattr(store, "RECHECK_SECONDS", 0)  # half a second later
    await two.change(row.id, Change("b"))
    assert (await one.find(secret)).note == "b"
    extended = await one.change(row.id, EXTEND)
    assert extended.expires_at == 8200
    now[0] = 4601.0  # past its first end
    for tokens in (one, two):
        assert (await tokens.find(secret)).expires_at == 8200
        assert await notes(tokens) == {row.id: "b"}
    shortened = await two.change(row.id, Change(expires_in=1))
    assert (await one.find(secret)).expires_at == shortened.expires_at == 4602
    await end(one, row)
    assert await two.find(secret) is None
    with pytest.raises(NotFound):
        await two.change(row.id, EXTEND)


@pytest.mark.parametrize("at", ["read", "write"])
async def test_a_revoke_of_the_same_moment_wins(open_store, add, folder, monkeypatch, at):
    """Another server revokes it after this one looked, or after it wrote."""
    tokens = open_store()
    row, secret = await add(tokens)
    own = tokens._kept._own
    before = getattr(own, at)

    def and_revoke(*arguments):
        answer = before(*arguments)
        if arguments[1].endswith(".changed") or at == "write":
            (folder / f"{row.id}.json").unlink(missing_ok=True)
        return answer

    await tokens.rows()
    monkeypatch.setattr(own, at, and_revoke)
    if at == "read":
        (folder / f"{row.id}.changed").write_text('{"version": 1}')
    with pytest.raises(NotFound):
        await tokens.change(row.id, EXTEND)
    monkeypatch.undo()
    monkeypatch.setattr(store, "RECHECK_SECONDS", 0)
    assert not (folder / f"{row.id}.json").exists()
    for server in (tokens, open_store()):
        assert await server.find(secret) is None
        assert await server.rows() == []
    await add(tokens)
    assert not (folder / f"{row.id}.changed").exists()


async def test_a_revoke_in_this_server_while_the_disk_is_slow_wins(open_store, add, folder, monkeypatch):
    tokens = open_store()
    row, secret = await add(tokens)
    kept = tokens._kept
    before, reached = kept.change, asyncio.Event()
    loop = asyncio.get_running_loop()

    def slowly(*arguments):
        loop.call_soon_threadsafe(reached.set)
        return before(*arguments)

    monkeypatch.setattr(kept, "change", slowly)
    changing = asyncio.ensure_future(tokens.change(row.id, EXTEND))
    await reached.wait()
    await end(tokens, row)
    with pytest.raises(NotFound):
        await changing
    assert await tokens.find(secret) is None
    assert list(folder.glob("*.json")) == []


EXTENDER = """
import asyncio, sys
from pathlib import Path
from jupyterlab_remote_ide.apitokens.backend import Change
from jupyterlab_remote_ide.apitokens.backends.embedded.folder import TokenFolder
from jupyterlab_remote_ide.apitokens.backends.embedded.store import Store
from jupyterlab_remote_ide.errors import NotFound

async def main():
    tokens = Store(TokenFolder(Path(sys.argv[1])), sys.argv[2], "/")
    left = {row.id for row in await tokens.rows()}
    print("ready", flush=True)
    while left:
        for name in sorted(left):
            try:
                await tokens.change(name, Change(sys.argv[3], 7200))
            except NotFound:
                left.discard(name)

asyncio.run(main())
"""


async def test_two_processes_extend_while_a_third_revokes(open_store, add, folder, tmp_path):
    tokens = open_store()
    made = [await add(tokens) for _ in range(20)]
    others = [
        subprocess.Popen(
            [sys.executable, "-c", EXTENDER, str(folder), str(tmp_path), name], stdout=subprocess.PIPE
        )
        for name in "ab"
    ]
    for other in others:
        assert await asyncio.to_thread(other.stdout.readline) == b"ready\n"
    for row, _ in made:
        await end(tokens, row)
    for other in others:
        await asyncio.to_thread(other.communicate, timeout=60)
    assert [other.returncode for other in others] == [0, 0]
    assert list(folder.glob("*.json")) == []
    fresh = open_store()
    assert [await fresh.find(secret) for _, secret in made] == [None] * 20


CRASH = """
import os, sys
from pathlib import Path
from jupyterlab_remote_ide.apitokens.backends.embedded.changes import Changes
from jupyterlab_remote_ide.apitokens.backends.embedded.folder import TokenFolder
at = sys.argv[3]
before = getattr(os, at)
setattr(os, at, lambda *a, **k: os._exit(9))
TokenFolder(Path(sys.argv[1])).change(sys.argv[2], Changes("new", (9e9, 1.0)))
"""


@pytest.mark.parametrize("at", ["fsync", "rename"])
async def test_a_crash_leaves_it_as_it_was(open_store, add, folder, at):
    tokens = open_store()
    row, secret = await add(tokens)
    await tokens.change(row.id, Change("kept", 1800))
    before = await open_store().rows()
    run = subprocess.run([sys.executable, "-c", CRASH, str(folder), row.id, at], timeout=60)
    assert run.returncode == 9
    assert await open_store().rows() == before
    assert (await open_store().find(secret)).note == "kept"
    (left,) = folder.glob(".*")  # swept with the next one that is made, an hour later
    os.utime(left, (1, 1))
    await add(tokens)
    assert not left.exists()


async def test_a_full_disk_or_a_closed_folder_changes_nothing(open_store, add, folder, monkeypatch):
    tokens = open_store()
    row, secret = await add(tokens)
    await tokens.change(row.id, Change("kept"))
    before = await tokens.rows()
    for error in (28, 30, 13, 122):  # no space, read-only, may not, over quota

        def fails(*arguments, number=error, **options):
            raise OSError(number, os.strerror(number))

        for call in ("fsync", "rename"):
            with monkeypatch.context() as patch:
                patch.setattr(os, call, fails)
                with pytest.raises(Unavailable) as told:
                    await tokens.change(row.id, Change("lost", 7200))
            assert told.value.reason == "storage-unwritable"
            assert os.strerror(error) in told.value.message
            assert str(folder) not in told.value.message
            assert await tokens.rows() == before
            assert [*folder.glob(".*")] == []
    assert (await tokens.find(secret)).note == "kept"
    assert (await tokens.change(row.id, Change("new"))).note == "new"


async def test_a_home_that_hangs_changes_nothing_and_nobody_waits_for_ever(open_store, add, monkeypatch):
    tokens = open_store()
    row, secret = await add(tokens)
    monkeypatch.setattr(store, "PRESS_SECONDS", 0.2)
    free = asyncio.Event()
    loop = asyncio.get_running_loop()
    before = tokens._kept.change

    def hangs(*arguments):
        asyncio.run_coroutine_threadsafe(free.wait(), loop).result(30)
        return before(*arguments)

    monkeypatch.setattr(tokens._kept, "change", hangs)
    with pytest.raises(Unavailable) as told:
        await tokens.change(row.id, EXTEND)
    assert told.value.reason == "storage-silent"
    free.set()
    assert (await tokens.find(secret)).id == row.id


@pytest.mark.parametrize(
    "text",
    ["", "[", "[1]", '{"version": 2}', '{"version": 1, "note": 1}', '{"version": 1, "expires_at": 9e99}'],
)
async def test_a_damaged_change_opens_nothing_and_says_so(open_store, add, folder, text):
    """It may have said that the token ended long ago."""
    tokens = open_store()
    row, secret = await add(tokens)
    (folder / f"{row.id}.changed").write_text(text)
    fresh = open_store()
    assert await fresh.find(secret) is None
    assert [each.reason for each in await fresh.rows()] == ["token-damaged"]
    with pytest.raises(NotFound):
        await fresh.change(row.id, EXTEND)
    await end(fresh, row)
    assert [*folder.iterdir()] == []


async def test_a_change_that_others_can_have_written_opens_nothing(open_store, add, folder):
    tokens = open_store()
    row, secret = await add(tokens)
    await tokens.change(row.id, EXTEND)
    file = folder / f"{row.id}.changed"
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o620)
    fresh = open_store()
    assert await fresh.find(secret) is None
    (told,) = await fresh.rows()
    assert (told.reason, told.detail) == ("token-untrusted", {"file": str(file), "cure": "close"})
    file.chmod(0o600)
    store_again = open_store()
    assert await store_again.find(secret) is not None
    file.unlink()
    file.symlink_to("/dev/zero")
    assert [each.reason for each in await open_store().rows()] == ["token-untrusted"]


async def test_it_names_no_secret(open_store, add, folder):
    tokens = open_store()
    row, secret = await add(tokens)
    await tokens.change(row.id, Change("x", 60))
    told = json.loads((folder / f"{row.id}.changed").read_text())
    assert set(told) == {"version", "note", "expires_at", "set_at"}
    assert secret.removeprefix("ride_") not in str(told)


async def test_memory_only(tmp_path: Path, add):
    tokens = Store(Memory(), str(tmp_path), "/")
    row, secret = await add(tokens)
    assert (await tokens.change(row.id, Change("b", 7200))).expires_at > row.expires_at
    assert (await tokens.find(secret)).note == "b"
    await end(tokens, row)
    with pytest.raises(NotFound):
        await tokens.change(row.id, EXTEND)


async def test_a_folder_without_the_home(open_store, add, folder):
    tokens = open_store()
    row, _ = await add(tokens)
    await tokens.rows()
    folder.rename(folder.with_name("away"))
    with pytest.raises((Unavailable, NotFound)):
        await tokens.change(row.id, EXTEND)
    assert not folder.exists()
    assert TokenFolder(folder).names() == set()
