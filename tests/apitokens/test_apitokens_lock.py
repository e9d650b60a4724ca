"""The lock on the file of tokens."""

from __future__ import annotations

import os
import threading
import time
from types import SimpleNamespace

import pytest
from storefile import listing, make, rows

from jupyterlab_remote_ide.apitokens import lockfile
from jupyterlab_remote_ide.apitokens.lockfile import LockFile
from jupyterlab_remote_ide.errors import Unavailable


class TestLock:
    @pytest.fixture(autouse=True)
    def short(self, monkeypatch):
        monkeypatch.setattr(lockfile, "STALE_SECONDS", 0.3)
        monkeypatch.setattr(lockfile, "WAIT_SECONDS", 2.0)

    def test_a_dead_holder_is_taken_over(self, open_store, path):
        path.parent.mkdir(parents=True)
        (path.parent / "apitokens.json.lock").write_text("of the dead")
        started = time.monotonic()
        make(open_store())  # Unavailable where it waits for the dead to the end
        assert time.monotonic() - started >= 0.3
        assert listing(path.parent) == [path.name]

    def test_a_live_holder_is_waited_for_but_not_for_ever(self, tmp_path, monkeypatch):
        path, now = tmp_path / "lock", [0.0]

        def sleep(seconds):
            now[0] += seconds
            path.write_text(str(now[0]))  # it lives

        path.write_text("0")
        monkeypatch.setattr(lockfile, "time", SimpleNamespace(monotonic=lambda: now[0], sleep=sleep))
        with pytest.raises(Unavailable) as error, LockFile(path):
            pass
        assert error.value.reason == "storage-busy"
        assert now[0] >= lockfile.WAIT_SECONDS
        assert path.exists()

    def test_who_comes_too_late_does_not_move_the_next_holders(self, tmp_path, monkeypatch):
        """For a moment there would be none, and room for a second holder."""
        path = tmp_path / "lock"
        path.write_text("of the dead")
        late, moved = LockFile(path), []
        with LockFile(path, stale=0) as mine:
            monkeypatch.setattr("pathlib.Path.rename", lambda *names: moved.append(names))
            late._break("of the dead")
            assert moved == []
            assert mine.held()
        assert list(tmp_path.iterdir()) == []

    def test_one_that_lost_it_removes_nobody_elses(self, tmp_path):
        path = tmp_path / "lock"
        with LockFile(path) as mine:
            path.write_text("another")
            assert not mine.held()
        assert path.read_text() == "another"

    @pytest.mark.parametrize("steal", ["lock", "file"])
    def test_a_writer_that_slept_replaces_nothing(self, open_store, path, monkeypatch, steal):
        """Its lock was taken over while the disk was slow, and the other one has written."""
        make(open_store())
        sleeper, fsync, stolen = open_store(), os.fsync, []

        def slow(handle):
            fsync(handle)
            stolen.append(True)
            if len(stolen) == 1:
                lock = path.with_name("apitokens.json.lock")
                name = lock.read_text()
                lock.unlink()
                if steal == "file":
                    # The other one is done already, and the sleeper's own name stands in the lock again.
                    make(open_store(), "other")
                    lock.write_text(name)
                else:
                    lock.write_text("another")

        monkeypatch.setattr("jupyterlab_remote_ide.apitokens.file.os.fsync", slow)
        record, _ = make(sleeper, "sleeper")
        notes = [row["note"] for row in rows(path)]
        assert notes == (["n", "other", "sleeper"] if steal == "file" else ["n", "sleeper"])
        assert record.id == rows(path)[-1]["id"]
        assert len(stolen) == (3 if steal == "file" else 2)  # it wrote again

    def test_only_one_of_many_holds_it(self, tmp_path):
        inside, most = [0], [0]

        def work():
            for _ in range(10):
                with LockFile(tmp_path / "lock", stale=2.0, wait=60):
                    inside[0] += 1
                    most[0] = max(most[0], inside[0])
                    time.sleep(0.001)
                    inside[0] -= 1

        (tmp_path / "lock").write_text("of the dead")
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert most[0] == 1
