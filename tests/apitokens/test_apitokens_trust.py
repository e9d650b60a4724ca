"""The file of tokens opens doors: it is used only where nobody else can have written it."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time

import pytest
from storefile import make, rows

from jupyterlab_remote_ide.apitokens import store
from jupyterlab_remote_ide.errors import Unavailable

STRANGER = 1234
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="UNPROVEN: needs to give a file away")


def foreign_file(path):
    os.chown(path, STRANGER, -1)


def foreign_folder(path):
    os.chown(path.parent, STRANGER, -1)


def linked_file(path):
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def linked_folder(path):
    path.parent.rename(path.parent.with_name("elsewhere"))
    path.parent.symlink_to("elsewhere")


def pipe(path):
    path.unlink()
    os.mkfifo(path, 0o600)


def folder(path):
    path.unlink()
    path.mkdir()


def huge(path):
    with path.open("a") as file:
        file.write(" " * (1 << 20))


CASES = [
    pytest.param(foreign_file, marks=as_root),
    pytest.param(foreign_folder, marks=as_root),
    linked_file,
    linked_folder,
    pipe,
    folder,
    huge,
]


def in_time(action):
    """Run it where it may block for ever without hanging the test run."""
    done = []

    def run():
        try:
            done.append(action())
        except Unavailable as error:
            done.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(5)
    assert done, "blocked"
    return done[0]


@pytest.mark.parametrize("spoil", CASES)
def test_what_others_can_have_written_opens_nothing(open_store, path, monkeypatch, spoil):
    monkeypatch.setattr(store, "RECHECK_SECONDS", 0)
    running = open_store()
    _, secret = make(running)
    assert running.lookup(secret) is not None
    spoil(path)
    for tokens in (open_store(), running):
        assert in_time(lambda tokens=tokens: tokens.lookup(secret)) is None
        for action in (tokens.records, lambda tokens=tokens: make(tokens)):
            error = in_time(action)
            assert error.reason == "storage-unreadable"
            assert str(path.parent) not in error.message


def test_ours_but_too_open_is_closed_and_said(open_store, path, caplog):
    _, secret = make(open_store())
    path.chmod(0o666)
    path.parent.chmod(0o777)
    assert open_store().lookup(secret) is not None
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert f"{path} was open to other users (mode 666)" in caplog.text
    assert f"{path.parent} was open to other users (mode 777)" in caplog.text
    assert secret not in caplog.text
    assert rows(path)[0]["hash"] not in caplog.text
    caplog.clear()
    assert open_store().lookup(secret) is not None
    assert caplog.text == ""


def test_a_running_server_notices_an_opened_file(open_store, path, monkeypatch):
    monkeypatch.setattr(store, "RECHECK_SECONDS", 0)
    tokens = open_store()
    _, secret = make(tokens)
    path.chmod(0o664)
    assert tokens.lookup(secret) is not None
    assert path.stat().st_mode & 0o777 == 0o600


def test_no_list_is_written_that_would_not_be_read(open_store, path):
    tokens = open_store()
    _, secret = make(tokens)
    content = json.loads(path.read_text())
    content["apitokens"].append({"strange": "x" * ((1 << 20) - 700)})
    path.write_text(json.dumps(content))
    before = path.read_bytes()
    with pytest.raises(Unavailable) as error:
        make(tokens, "n" * 200)
    assert error.value.reason == "storage-unwritable"
    assert path.read_bytes() == before
    assert open_store().lookup(secret) is not None


class TestLifetime:
    def spoilt(self, open_store, path, **fields):
        _, secret = make(open_store())
        path.write_text(json.dumps({"version": 1, "apitokens": [rows(path)[0] | fields]}))
        return secret

    def test_it_is_clamped_to_the_sites(self, open_store, path):
        now = time.time()
        secret = self.spoilt(open_store, path, expires_at=1e12)
        tokens = open_store(longest=600)
        record = tokens.lookup(secret)
        assert record.expires_at == pytest.approx(now + 600, abs=30)
        assert [row.expires_at for row in tokens.records()] == [record.expires_at]
        assert tokens.expiry(record.id) == record.expires_at
        later = open_store(longest=600, clock=lambda: now + 700)
        assert later.lookup(secret) is None
        assert later.records() == []

    def test_one_made_under_a_longer_maximum_ends_with_the_new_one(self, open_store, path):
        secret = self.spoilt(open_store, path, created_at=time.time() - 500)
        assert open_store(longest=400).lookup(secret) is None
        assert open_store(longest=600).lookup(secret) is not None

    def test_one_from_the_future_does_not_live_for_ever(self, open_store, path):
        secret = self.spoilt(open_store, path, created_at=1e11, expires_at=1e12)
        assert open_store(longest=600).lookup(secret) is None
        path.unlink()
        ahead = time.time() + 60  # another node's clock
        secret = self.spoilt(open_store, path, created_at=ahead, expires_at=1e12)
        assert open_store(longest=600).lookup(secret).expires_at <= time.time() + 600


async def test_over_http(call, owner, make, jp_data_dir):
    made = await make()
    file = jp_data_dir / "remote_ide" / "apitokens.json"
    row = json.loads(file.read_text())["apitokens"][0]
    file.write_text(json.dumps({"version": 1, "apitokens": [row | {"expires_at": 1e12}]}))
    await asyncio.sleep(store.RECHECK_SECONDS + 0.05)
    listed = json.loads((await call("GET", "remote-ide/v1/apitokens", owner)).body)
    assert listed["apitokens"][0]["expires_at"] <= listed["now"] + listed["lifetimes"]["max"]
    linked_file(file)
    await asyncio.sleep(store.RECHECK_SECONDS + 0.05)
    assert (await call("GET", "api/contents", made["secret"])).code == 403
    wish = {"recipe": "vscode", "note": "x", "expires_in": 60}
    for method, body in (("GET", None), ("POST", wish)):
        reply = await call(method, "remote-ide/v1/apitokens", owner, body=body)
        assert (reply.code, json.loads(reply.body)["reason"]) == (503, "storage-unreadable")
    status = json.loads((await call("GET", "remote-ide/v1/status", owner)).body)
    assert "storage-unreadable" in status["warnings"]
