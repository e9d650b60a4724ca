"""A disk that is full, read-only or damaged."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess

import pytest

from jupyterlab_remote_ide.apitokens.backend import Change
from jupyterlab_remote_ide.apitokens.backends.embedded import store
from jupyterlab_remote_ide.apitokens.backends.embedded.folder import TokenFolder
from jupyterlab_remote_ide.apitokens.backends.embedded.store import Store
from jupyterlab_remote_ide.errors import Unavailable


@pytest.fixture
def full_disk(tmp_path):
    """A small file system of its own, and a way to fill it."""
    place = tmp_path / "small"
    place.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place]).returncode
    ):
        pytest.skip("UNPROVEN: needs to mount a tmpfs")

    def fill():
        with (place / "filler").open("wb", buffering=0) as file:
            while True:
                try:
                    file.write(b"x" * 4096)
                except OSError:
                    return

    yield place, fill
    subprocess.run(["umount", place], check=True)


async def test_a_full_disk_changes_nothing(full_disk, add):
    place, fill = full_disk
    folder = place / "remote_ide" / "apitokens"
    tokens = Store(TokenFolder(folder), str(place), "/")
    row, secret = await add(tokens)
    before = (folder / f"{row.id}.json").read_bytes()
    fill()
    with pytest.raises(Unavailable):
        await tokens.change(row.id, Change("x" * 200, 60))
    with pytest.raises(Unavailable) as error:
        await add(tokens, "x" * 200)
    assert error.value.reason == tokens.trouble.reason == "storage-unwritable"
    assert "No space left" in error.value.message
    assert str(place) not in error.value.message
    assert [file.name for file in folder.iterdir()] == [f"{row.id}.json"]
    assert (folder / f"{row.id}.json").read_bytes() == before
    assert await tokens.rows() == [row]
    assert await tokens.find(secret) is not None
    # To remove a file needs no room.
    await tokens.end(row.id)
    await tokens.remove(row.id)
    assert list(folder.iterdir()) == []


async def test_a_read_only_disk(full_disk, add):
    place, _ = full_disk
    folder = place / "remote_ide" / "apitokens"
    tokens = Store(TokenFolder(folder), str(place), "/")
    row, secret = await add(tokens)
    subprocess.run(["mount", "-o", "remount,ro", place], check=True)
    for call in (add(tokens), tokens.change(row.id, Change("x"))):
        with pytest.raises(Unavailable) as error:
            await call
        assert error.value.reason == "storage-unwritable"
    assert await tokens.find(secret) is not None
    # A revoke holds here although it could not be written, and is written once it can be.
    await tokens.end(row.id)
    with pytest.raises(Unavailable):
        await tokens.remove(row.id)
    assert await tokens.find(secret) is None
    assert [(each.id, each.reason) for each in await tokens.rows()] == [(row.id, "token-not-removed")]
    subprocess.run(["mount", "-o", "remount,rw", place], check=True)
    await tokens.flush()
    assert list(folder.iterdir()) == []
    assert await tokens.rows() == []
    assert await Store(TokenFolder(folder), str(place), "/").find(secret) is None


@pytest.mark.parametrize("way", ["once more", "with the next new one", "at the end"])
async def test_a_revoke_that_was_not_written_does_not_come_back(open_store, add, folder, monkeypatch, way):
    tokens = open_store()
    row, secret = await add(tokens)

    def broken(*arguments, **options):
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as disk:
        disk.setattr(os, "unlink", broken)
        await tokens.end(row.id)
        with pytest.raises(Unavailable):
            await tokens.remove(row.id)
    assert await open_store().find(secret) is not None  # it is still there
    if way == "once more":
        await tokens.end(row.id)
        await tokens.remove(row.id)
    elif way == "at the end":
        await tokens.flush()
    else:
        await add(tokens)
    assert await open_store().find(secret) is None
    assert row.id not in {each.id for each in await tokens.rows()}


async def test_a_failing_disk_over_http(call, owner, make, monkeypatch, file_of, connect):
    """The reply is a sentence, and a revoke cuts off even so."""
    made = await make()
    socket = await connect("api/events/subscribe", token=made["secret"])

    def broken(*arguments, **options):
        raise OSError(28, "No space left on device", "/secret/path")

    monkeypatch.setattr(os, "fsync", broken)
    monkeypatch.setattr(os, "unlink", broken)
    body = {"recipe": "vscode", "note": "x", "expires_in": 60}
    reply = await call("POST", "remote-ide/v1/apitokens", owner, body=body)
    assert (reply.code, json.loads(reply.body)["reason"]) == (503, "storage-unwritable")
    assert "/secret" not in reply.body.decode()
    reply = await call("DELETE", f"remote-ide/v1/apitokens/{made['apitoken']['id']}", owner)
    assert (reply.code, json.loads(reply.body)["reason"]) == (503, "storage-unwritable")
    assert (await call("GET", "api/contents", made["secret"])).code == 403
    assert await asyncio.wait_for(socket.read_message(), 15) is None
    monkeypatch.undo()
    reply = await call("DELETE", f"remote-ide/v1/apitokens/{made['apitoken']['id']}", owner)
    assert reply.code == 204
    assert not file_of(made).exists()


async def test_a_damaged_file_over_http(call, owner, make, file_of, monkeypatch):
    made, other = await make(), await make()
    file_of(made).write_text("}")
    monkeypatch.setattr(store, "RECHECK_SECONDS", 0)  # later
    assert (await call("GET", "api/contents", made["secret"])).code == 403
    assert (await call("GET", "api/contents", other["secret"])).code == 200
    rows = json.loads((await call("GET", "remote-ide/v1/apitokens", owner)).body)["apitokens"]
    told = {row["id"]: row["reason"] for row in rows}
    assert told == {made["apitoken"]["id"]: "token-damaged", other["apitoken"]["id"]: None}
    reply = await call("DELETE", f"remote-ide/v1/apitokens/{made['apitoken']['id']}", owner)
    assert reply.code == 204
    assert not file_of(made).exists()
