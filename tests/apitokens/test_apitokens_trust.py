"""The files of tokens open doors: they are used only where nobody else can have written them."""

from __future__ import annotations

import asyncio
import json
import os
import time

import pytest

from jupyterlab_remote_ide.apitokens.backends.embedded import store
from jupyterlab_remote_ide.errors import Unavailable

STRANGER = 1234
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="UNPROVEN: needs to give a file away")


def foreign(path):
    os.chown(path, STRANGER, -1)


def linked(path):
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def pipe(path):
    path.unlink()
    os.mkfifo(path, 0o600)


def another_kind(path):
    path.unlink()
    path.mkdir()


def huge(path):
    with path.open("a") as file:
        file.write(" " * (1 << 16))


def for_the_group(path):
    path.chmod(path.stat().st_mode | 0o020)


def for_all(path):
    path.chmod(path.stat().st_mode | 0o002)


FILES = [
    (pipe, "delete"),
    (linked, "delete"),
    (another_kind, "delete"),
    (huge, "delete"),
    (for_the_group, "close"),
    (for_all, "close"),
    pytest.param(foreign, "delete", marks=as_root),
]
FOLDERS = [
    (linked, "delete"),
    (for_the_group, "close"),
    (for_all, "close"),
    pytest.param(foreign, "delete", marks=as_root),
]


@pytest.mark.parametrize(("spoil", "cure"), FILES)
async def test_a_file_that_others_can_have_written_opens_nothing(
    open_store, add, folder, monkeypatch, spoil, cure
):
    monkeypatch.setattr(store, "RECHECK_SECONDS", 0)
    running = open_store()
    row, secret = await add(running)
    good, good_secret = await add(running)
    assert await running.find(secret) is not None
    file = folder / f"{row.id}.json"
    spoil(file)
    for tokens in (open_store(), running):
        assert await asyncio.wait_for(tokens.find(secret), 5) is None
        assert await tokens.find(good_secret) is not None
        told = {each.id: each for each in await tokens.rows()}
        assert told[row.id].reason == "token-untrusted"
        assert told[row.id].detail == {"file": str(file), "cure": cure}
        assert told[good.id].reason is None
    if cure == "close":
        file.chmod(0o600)
        assert await running.find(secret) is not None
    elif not file.is_dir():
        await running.end(row.id)  # what the sentence says
        await running.remove(row.id)
        assert not os.path.lexists(file)


@pytest.mark.parametrize(("spoil", "cure"), FOLDERS)
async def test_a_folder_that_others_can_have_written_opens_nothing(
    open_store, add, folder, monkeypatch, spoil, cure
):
    monkeypatch.setattr(store, "RECHECK_SECONDS", 0)
    running = open_store()
    row, secret = await add(running)
    spoil(folder)
    for tokens in (open_store(), running):
        assert await tokens.find(secret) is None
        for action in (tokens.rows, lambda tokens=tokens: add(tokens)):
            with pytest.raises(Unavailable) as error:
                await action()
            assert error.value.reason == tokens.trouble.reason == "storage-untrusted"
            assert error.value.detail == {"file": str(folder), "cure": cure}
            assert str(folder) not in error.value.message
    if cure == "close":
        folder.chmod(0o700)
        assert (await running.find(secret)).id == row.id
        assert running.trouble is None


async def test_what_others_may_only_read_is_closed_to_them(open_store, add, folder):
    row, secret = await add(open_store())
    (folder / f"{row.id}.json").chmod(0o644)
    folder.chmod(0o755)
    assert await open_store().find(secret) is not None
    assert (folder / f"{row.id}.json").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


async def test_nor_may_others_put_another_folder_in_its_place(open_store, add, folder):
    _, secret = await add(open_store())
    assert folder.parent.stat().st_mode & 0o777 == 0o700
    folder.parent.chmod(0o770)
    assert await open_store().find(secret) is None
    with pytest.raises(Unavailable) as error:
        await open_store().rows()
    assert error.value.detail == {"file": str(folder.parent), "cure": "close"}


async def test_a_disk_that_lets_nothing_be_closed_is_read_all_the_same(open_store, add, folder, monkeypatch):
    row, secret = await add(open_store())
    (folder / f"{row.id}.json").chmod(0o644)

    def read_only(*arguments):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "fchmod", read_only)
    assert await open_store().find(secret) is not None


class TestLifetime:
    async def spoilt(self, tokens, add, folder, **fields):
        row, secret = await add(tokens)
        file = folder / f"{row.id}.json"
        file.write_text(json.dumps(json.loads(file.read_text()) | fields))
        return secret

    async def test_it_is_clamped_to_the_sites(self, open_store, add, folder):
        now = time.time()
        secret = await self.spoilt(open_store(), add, folder, expires_at=1e12)
        tokens = open_store(longest=600)
        record = await tokens.find(secret)
        assert record.expires_at == pytest.approx(now + 600, abs=30)
        assert [row.expires_at for row in await tokens.rows()] == [record.expires_at]
        assert await tokens.expiry(record.id) == record.expires_at
        later = open_store(longest=600, clock=lambda: now + 700)
        assert await later.find(secret) is None
        assert await later.rows() == []

    async def test_one_made_under_a_longer_maximum_ends_with_the_new_one(self, open_store, add, folder):
        secret = await self.spoilt(open_store(), add, folder, created_at=time.time() - 500)
        assert await open_store(longest=400).find(secret) is None
        assert await open_store(longest=600).find(secret) is not None

    async def test_one_from_the_future_does_not_live_for_ever(self, open_store, add, folder):
        secret = await self.spoilt(open_store(), add, folder, created_at=1e11, expires_at=1e12)
        assert await open_store(longest=600).find(secret) is None
        ahead = time.time() + 60  # another node's clock
        secret = await self.spoilt(open_store(), add, folder, created_at=ahead, expires_at=1e12)
        assert (await open_store(longest=600).find(secret)).expires_at <= time.time() + 600


async def test_over_http(call, owner, make, file_of, monkeypatch):
    made = await make()
    file = file_of(made)
    file.write_text(json.dumps(json.loads(file.read_text()) | {"expires_at": 1e12}))
    monkeypatch.setattr(store, "RECHECK_SECONDS", 0)  # later
    listed = json.loads((await call("GET", "remote-ide/v1/apitokens", owner)).body)
    assert listed["apitokens"][0]["expires_at"] <= listed["now"] + listed["lifetimes"]["max"]
    for_the_group(file)
    assert (await call("GET", "api/contents", made["secret"])).code == 403
    (row,) = json.loads((await call("GET", "remote-ide/v1/apitokens", owner)).body)["apitokens"]
    assert (row["reason"], row["detail"]) == ("token-untrusted", {"file": str(file), "cure": "close"})
    for_the_group(file.parent)
    wish = {"recipe": "vscode", "note": "x", "expires_in": 60}
    for method, body in (("GET", None), ("POST", wish)):
        reply = await call(method, "remote-ide/v1/apitokens", owner, body=body)
        told = json.loads(reply.body)
        assert (reply.code, told["reason"]) == (503, "storage-untrusted")
        assert told["detail"] == {"file": str(file.parent), "cure": "close"}
    status = json.loads((await call("GET", "remote-ide/v1/status", owner)).body)
    assert "storage-untrusted" in status["warnings"]
