"""The one file of all tokens that an older version kept: taken over once, nothing lost."""

from __future__ import annotations

import json
import logging
import os
import time

import pytest

from jupyterlab_remote_ide.apitokens.backends.embedded.record import SECRET_PREFIX, digest, identifier
from jupyterlab_remote_ide.apitokens.backends.embedded.takeover import take_over
from jupyterlab_remote_ide.errors import Unavailable

LOG = logging.getLogger("test")


def old_row(secret, root, **fields):
    now = time.time()
    row = {"id": "0123456789abcdef", "hash": digest(secret), "note": "old laptop", "recipe": "vscode"}
    row |= {"access": "connect", "created_at": now - 60, "expires_at": now + 3600, "root": str(root)}
    row |= {"base_url": "/", "last_activity": now - 5, "seen_client": "Code"}
    return row | fields


@pytest.fixture
def old(folder):
    folder.parent.mkdir(parents=True)
    file = folder.parent / "apitokens.json"

    def write(*rows, text=None):
        file.write_text(text or json.dumps({"version": 1, "apitokens": list(rows)}))
        file.chmod(0o600)
        return file

    return write


@pytest.fixture
def upgraded(open_store, folder):
    """``upgraded()``: a server of this version beside what the older one left."""

    def inner():
        return open_store(
            take_over=lambda folder_of: take_over(folder.parent / "apitokens.json", folder_of, LOG)
        )

    return inner


SECRETS = [SECRET_PREFIX + letter * 43 for letter in "abc"]


async def test_each_that_lives_works_on(old, upgraded, open_store, tmp_path, folder):
    file = old(
        old_row(SECRETS[0], tmp_path),
        old_row(SECRETS[1], "/elsewhere"),
        old_row(SECRETS[2], tmp_path, expires_at=time.time() - 1),
        {"strange": True},
        3,
    )
    text = file.read_text()
    tokens = upgraded()
    assert await tokens.find(SECRETS[0]) is not None
    (row,) = await tokens.rows()
    assert (row.note, row.seen_client) == ("old laptop", "Code")
    assert row.last_activity == pytest.approx(time.time() - 5, abs=30)
    assert await open_store("/elsewhere").find(SECRETS[1]) is not None
    assert await tokens.find(SECRETS[2]) is None
    (kept,) = folder.parent.glob("apitokens.json*")
    assert kept.name.startswith("apitokens.json.taken-over-")
    assert kept.read_text() == text
    # Once: what was revoked since does not come back.
    await tokens.end(row.id)
    await tokens.remove(row.id)
    assert await upgraded().find(SECRETS[0]) is None
    assert identifier(SECRETS[1]) in {path.stem for path in folder.iterdir()}


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 2, "apitokens": []}', '{"version": 1}'])
async def test_what_cannot_be_read_stays_and_is_said(old, upgraded, add, text, caplog):
    file = old(text=text)
    tokens = upgraded()
    assert await tokens.rows() == []
    assert (await add(tokens))[0].id in {row.id for row in await tokens.rows()}
    assert file.read_text() == text
    assert str(file) in caplog.text


async def test_what_others_may_have_written_is_not_believed_and_says_how_it_is_mended(
    old, upgraded, add, tmp_path
):
    file = old(old_row(SECRETS[0], tmp_path))
    file.chmod(0o660)
    tokens = upgraded()
    assert await tokens.find(SECRETS[0]) is None
    assert file.exists()
    assert tokens.trouble.reason == "storage-untrusted"
    row, secret = await add(tokens)  # a new one is none of them
    assert (await tokens.find(secret)).id == row.id
    with pytest.raises(Unavailable, match="Other accounts may write it") as error:
        await tokens.rows()
    assert error.value.reason == "storage-untrusted"
    file.chmod(0o600)  # what the sentence says, and at once
    assert {each.note for each in await tokens.rows()} == {"old laptop", "n"}
    assert tokens.trouble is None


async def test_a_full_disk_loses_nothing(old, upgraded, tmp_path, monkeypatch, add):
    file = old(old_row(SECRETS[0], tmp_path))
    tokens = upgraded()
    clock = [1000.0]
    with monkeypatch.context() as full:
        full.setattr(
            "jupyterlab_remote_ide.apitokens.backends.embedded.folder.time.monotonic", lambda: clock[0]
        )

        def fsync(handle):
            raise OSError(28, "No space left on device")

        with full.context() as disk:
            disk.setattr(os, "fsync", fsync)
            assert await tokens.find(SECRETS[0]) is None
            assert tokens.trouble.reason == "storage-unwritable"
            assert file.exists()
        clock[0] += 60
        tokens._listed = set(), float("-inf")
        assert await tokens.find(SECRETS[0]) is not None
        assert tokens.trouble is None
        assert not file.exists()


async def test_what_is_revoked_before_all_is_taken_over_does_not_come_back(
    old, upgraded, open_store, tmp_path, monkeypatch
):
    file = old(old_row(SECRETS[0], tmp_path), old_row(SECRETS[1], tmp_path))
    tokens = upgraded()
    fsync, calls = os.fsync, []

    def second_fails(handle):
        calls.append(handle)
        if len(calls) > 1 and not ended:
            raise OSError(28, "No space left on device")
        fsync(handle)

    ended = []
    monkeypatch.setattr(os, "fsync", second_fails)
    assert len(await tokens.rows()) == 1
    row = identifier(SECRETS[0])
    await tokens.end(row)
    with pytest.raises(Unavailable):  # it would come back from the old file
        await tokens.remove(row)
    assert file.exists()
    ended.append(True)
    await tokens.remove(row)
    assert not file.exists()
    fresh = open_store()
    assert await fresh.find(SECRETS[0]) is None
    assert await fresh.find(SECRETS[1]) is not None


async def test_a_server_that_may_not_look_is_no_crash(old, upgraded, tmp_path, monkeypatch):
    old(old_row(SECRETS[0], tmp_path))
    tokens = upgraded()

    def stale(path):
        raise OSError(116, "Stale file handle")

    with monkeypatch.context() as away:
        away.setattr("pathlib.Path.exists", stale)
        assert await tokens.find(SECRETS[0]) is None
        assert tokens.trouble.reason == "storage-unreadable"
    tokens._kept._again = float("-inf")
    tokens._listed = set(), float("-inf")
    assert await tokens.find(SECRETS[0]) is not None


async def test_a_faster_server_may_have_been_told_to_revoke_it(old, upgraded, tmp_path, monkeypatch, folder):
    file = old(old_row(SECRETS[0], tmp_path), old_row(SECRETS[1], tmp_path))
    tokens = upgraded()
    add = tokens._kept.add

    def and_the_other_is_done(record, now):
        add(record, now)
        file.unlink()

    monkeypatch.setattr(tokens._kept, "add", and_the_other_is_done)
    assert len(await tokens.rows()) == 1
