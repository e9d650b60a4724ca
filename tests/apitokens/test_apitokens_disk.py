"""A disk that is full, read-only or damaged."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess

import pytest
from storefile import listing, make, rows

from jupyterlab_remote_ide.apitokens import store
from jupyterlab_remote_ide.apitokens.store import Store
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


def test_a_full_disk_changes_nothing(full_disk):
    place, fill = full_disk
    path = place / "apitokens.json"
    tokens = Store(path, str(place), "/")
    record, secret = make(tokens)
    before = path.read_bytes()
    fill()
    with pytest.raises(Unavailable) as error:
        make(tokens, "x" * 200)
    assert error.value.reason == "storage-unwritable"
    assert "No space left" in error.value.message
    assert str(place) not in error.value.message
    assert path.read_bytes() == before
    assert listing(place) == ["apitokens.json", "filler"]
    assert [row.id for row in tokens.records()] == [record.id]
    # A revoke holds here although it could not be written, and is written once there is room.
    tokens.refuse(record.id)
    with pytest.raises(Unavailable):
        tokens.flush()
    assert tokens.lookup(secret) is None
    (place / "filler").unlink()
    tokens.flush()
    assert rows(path) == []


def test_a_read_only_disk(full_disk):
    place, _ = full_disk
    tokens = Store(place / "apitokens.json", str(place), "/")
    _, secret = make(tokens)
    subprocess.run(["mount", "-o", "remount,ro", place], check=True)
    with pytest.raises(Unavailable) as error:
        make(tokens)
    assert error.value.reason == "storage-unwritable"
    assert tokens.lookup(secret) is not None


async def test_a_full_disk_over_http(call, owner, make, monkeypatch, jp_data_dir, connect):
    """The reply is a sentence, and a revoke cuts off even so."""
    made = await make()
    socket = await connect("api/events/subscribe", token=made["secret"])

    def full(*arguments):
        raise OSError(28, "No space left on device", "/secret/path")

    monkeypatch.setattr("jupyterlab_remote_ide.apitokens.file.os.fsync", full)
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
    assert rows(jp_data_dir / "remote_ide" / "apitokens.json") == []


async def test_a_damaged_file_over_http(call, owner, make, jp_data_dir):
    made = await make()
    (jp_data_dir / "remote_ide" / "apitokens.json").write_text("}")
    await asyncio.sleep(store.RECHECK_SECONDS + 0.05)
    assert (await call("GET", "api/contents", made["secret"])).code == 403
    reply = await call("GET", "remote-ide/v1/apitokens", owner)
    assert (reply.code, json.loads(reply.body)["reason"]) == (503, "storage-damaged")
    status = json.loads((await call("GET", "remote-ide/v1/status", owner)).body)
    assert "storage-damaged" in status["warnings"]
    await make()
    assert (await call("GET", "remote-ide/v1/apitokens", owner)).code == 200
