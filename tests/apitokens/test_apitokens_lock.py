"""The lock on the file of tokens."""

from __future__ import annotations

import threading
import time

import pytest
from storefile import listing, make

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
        make(open_store())
        assert 0.3 <= time.monotonic() - started < 1.5
        assert listing(path.parent) == [path.name]

    def test_a_live_holder_is_waited_for_but_not_for_ever(self, tmp_path):
        path = tmp_path / "lock"
        stop = threading.Event()

        def live():
            while not stop.is_set():
                path.write_text(str(time.monotonic()))
                time.sleep(0.01)

        thread = threading.Thread(target=live)
        thread.start()
        time.sleep(0.05)
        try:
            with pytest.raises(Unavailable) as error, LockFile(path):
                pass
        finally:
            stop.set()
            thread.join()
        assert error.value.reason == "storage-busy"
        assert path.exists()

    def test_one_that_lost_it_removes_nobody_elses(self, tmp_path):
        path = tmp_path / "lock"
        with LockFile(path) as mine:
            path.write_text("another")
            assert not mine.held()
        assert path.read_text() == "another"

    def test_only_one_of_many_holds_it(self, tmp_path):
        inside, most = [0], [0]

        def work():
            for _ in range(10):
                with LockFile(tmp_path / "lock", wait=20):
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
