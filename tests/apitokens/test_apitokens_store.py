"""The file of tokens: shared, locked, atomic, private; and what happens when it cannot be all that."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
import time

import pytest
from storefile import listing, make, rows

from jupyterlab_remote_ide.apitokens import store
from jupyterlab_remote_ide.apitokens.record import digest
from jupyterlab_remote_ide.apitokens.store import Store
from jupyterlab_remote_ide.errors import NotFound, Unavailable


def test_modes_and_contents(open_store, path):
    path.parent.parent.mkdir()
    path.parent.mkdir(mode=0o755)
    record, secret = make(open_store())
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600
    text = path.read_text()
    assert secret not in text
    assert secret.removeprefix("ride_") not in text
    (row,) = rows(path)
    assert row["hash"] == digest(secret)
    assert row["id"] == record.id
    assert listing(path.parent) == [path.name]  # neither the lock nor a temporary file stays


def test_survives_a_restart(open_store, tmp_path):
    record, secret = make(open_store())
    link = tmp_path.parent / f"{tmp_path.name}-link"
    link.symlink_to(tmp_path)
    for root in (tmp_path, link, f"{tmp_path}/./"):  # bound to the real folder, not to its spelling
        again = open_store(root)
        assert again.lookup(secret) == record
        assert [row.id for row in again.records()] == [record.id]


def test_other_servers_rows_are_kept_and_not_accepted(open_store, path, tmp_path):
    (tmp_path / "other").mkdir()
    one, other, prefixed = open_store(), open_store(tmp_path / "other"), open_store(base_url="/user/a/")
    mine, secret = make(one)
    theirs, their_secret = make(other)
    third, third_secret = make(prefixed)
    content = json.loads(path.read_text())
    content["apitokens"][1]["from_a_later_version"] = [1]
    content["apitokens"].append({"strange": True})
    path.write_text(json.dumps(content))
    fresh = open_store()
    assert fresh.lookup(secret) is not None
    assert fresh.lookup(their_secret) is None
    assert fresh.lookup(third_secret) is None
    assert [row.id for row in fresh.records()] == [mine.id]
    with pytest.raises(NotFound):
        fresh.refuse(theirs.id)
    fresh.refuse(mine.id)
    fresh.flush()
    kept = rows(path)
    assert [row.get("id") for row in kept] == [theirs.id, third.id, None]
    assert kept[0]["from_a_later_version"] == [1]
    assert kept[2] == {"strange": True}


def test_seen_by_another_server_within_a_second(open_store):
    one, two = open_store(), open_store()
    assert two.records() == []
    record, secret = make(one)
    deadline = time.monotonic() + 1
    while two.lookup(secret) is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert two.lookup(secret) is not None
    one.refuse(record.id)
    assert one.lookup(secret) is None  # here at once, before anything is written
    one.flush()
    time.sleep(store.RECHECK_SECONDS + 0.05)
    assert two.lookup(secret) is None
    assert store.RECHECK_SECONDS <= 1


def test_no_read_where_nothing_changed(open_store, monkeypatch):
    tokens = open_store()
    _, secret = make(tokens)
    monkeypatch.setattr(store, "RECHECK_SECONDS", 0)
    monkeypatch.setattr(tokens._file, "read", lambda: pytest.fail("read again"))
    assert tokens.lookup(secret) is not None


def test_expired_at_once_and_pruned(open_store, path):
    now = [1000.0]
    tokens = open_store(clock=lambda: now[0])
    short, secret = make(tokens, expires_in=10)
    long, _ = make(tokens, expires_in=100)
    now[0] = 1009.999
    assert tokens.lookup(secret) is not None
    assert tokens.expiry(short.id) == 1010
    now[0] = 1010.0
    assert tokens.lookup(secret) is None
    assert tokens.expiry(short.id) is None
    assert [row.id for row in tokens.records()] == [long.id]
    third, _ = make(tokens)
    assert [row["id"] for row in rows(path)] == [long.id, third.id]


def test_activity_is_written_rarely(open_store, path):
    now = [1000.0]
    tokens = open_store(clock=lambda: now[0])
    record, _ = make(tokens)
    assert tokens.touch(record.id, "Code") is True
    assert rows(path)[0]["last_activity"] is None
    assert tokens.records()[0].last_activity == 1000
    tokens.flush()
    assert rows(path)[0]["last_activity"] == 1000
    assert rows(path)[0]["seen_client"] == "Code"
    before = path.stat().st_mtime_ns
    now[0] = 1059.0
    assert tokens.touch(record.id, None) is False
    tokens.flush()
    assert path.stat().st_mtime_ns == before
    assert tokens.records()[0].last_activity == 1059
    now[0] = 1060.0
    assert tokens.touch(record.id, None) is True
    tokens.flush()
    assert rows(path)[0]["last_activity"] == 1060
    assert rows(path)[0]["seen_client"] == "Code"


def test_memory_only(tmp_path):
    tokens = Store(None, str(tmp_path), "/")
    record, secret = make(tokens)
    assert tokens.lookup(secret) == record
    tokens.refuse(record.id)
    assert tokens.lookup(secret) is None
    tokens.flush()
    assert tokens.records() == []
    assert list(tmp_path.iterdir()) == []


WRITER = """
import sys
from pathlib import Path
from jupyterlab_remote_ide.apitokens.store import Store
tokens = Store(Path(sys.argv[1]), sys.argv[2], "/")
for number in range(20):
    tokens.create("vscode", f"{sys.argv[3]}-{number}", "connect", 3600)
"""


def test_two_processes_and_two_threads_lose_nothing(open_store, path, tmp_path):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(tmp_path), name]) for name in "ab"
    ]
    shared = open_store()
    threads = [threading.Thread(target=lambda: [make(shared, f"t-{n}") for n in range(10)]) for _ in "cd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [writer.wait(60) for writer in writers] == [0, 0]
    notes = sorted(row["note"] for row in rows(path))
    assert notes == sorted([f"{w}-{n}" for w in "ab" for n in range(20)] + 2 * [f"t-{n}" for n in range(10)])
    assert listing(path.parent) == [path.name]


DAMAGED = [
    "",
    "{",
    "[]",
    "null",
    '{"version": 1}',
    '{"version": 1, "apitokens": [1]}',
    "\x00" * 50,
    "[" * 10**5,
]


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_file_opens_nothing_and_is_kept(open_store, path, text, caplog):
    _, secret = make(open_store())
    path.write_text(text)
    tokens = open_store(log=logging.getLogger("test"))
    assert tokens.lookup(secret) is None
    for _ in range(2):
        with pytest.raises(Unavailable) as error:
            tokens.records()
        assert error.value.reason == "storage-damaged"
    with pytest.raises(Unavailable):
        tokens.refuse("x")
    tokens.touch("x", None)
    with pytest.raises(Unavailable):
        tokens.flush()  # only a person's wish for a new token moves it away
    assert path.read_text() == text
    record, _ = make(tokens)
    assert [row.id for row in tokens.records()] == [record.id]
    (kept,) = path.parent.glob("apitokens.json.damaged-*")
    assert kept.read_text() == text
    assert kept.name in caplog.text
    path.write_text(text)
    make(tokens)  # in the same second
    assert len(list(path.parent.glob("apitokens.json.damaged-*"))) == 2


def test_a_later_versions_file_is_left_alone(open_store, path):
    make(open_store())
    text = '{"version": 2, "apitokens": []}'
    path.write_text(text)
    tokens = open_store()
    for action in (tokens.records, lambda: make(tokens)):
        with pytest.raises(Unavailable) as error:
            action()
        assert error.value.reason == "storage-other-version"
    assert path.read_text() == text


def test_a_home_that_is_away_for_a_moment_ends_no_session(open_store, path, monkeypatch):
    tokens = open_store()
    _, secret = make(tokens)
    monkeypatch.setattr(store, "RECHECK_SECONDS", 0)
    path.parent.rename(path.parent.with_name("away"))
    path.parent.write_text("")  # ENOTDIR: neither there nor absent
    assert tokens.lookup(secret) is not None
    with pytest.raises(Unavailable, match="cannot be read"):
        tokens.records()
    with pytest.raises(Unavailable) as error:
        make(tokens)
    assert error.value.reason == "storage-unwritable"


def test_bad_rows_are_ignored(open_store, path):
    record, secret = make(open_store())
    for change in (
        {"expires_at": "x"},
        {"expires_at": float("nan")},
        {"note": 1},
        {"expires_at": True},
        {"hash": None},
    ):
        path.write_text(json.dumps({"version": 1, "apitokens": [rows(path)[0] | change]}))
        assert open_store().lookup(secret) is None
        assert open_store().records() == []
        path.write_text(json.dumps({"version": 1, "apitokens": [vars(record)]}))
