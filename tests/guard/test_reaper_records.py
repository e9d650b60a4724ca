"""Which records of dead servers are believed: what they say decides what is killed."""

from __future__ import annotations

import json
import os
import threading

import pytest

from jupyterlab_remote_ide.guard import reaper
from jupyterlab_remote_ide.host import processes


@pytest.fixture
def record(tmp_path):
    """Of a server that is dead."""
    folder = tmp_path / "remote-ide"
    folder.mkdir(mode=0o700)
    content = {
        "server": "a" * 32,
        "pid": os.getpid(),
        "started": 1,
        "boot_id": processes.boot_id(),
        "pid_namespace": processes.pid_namespace(),
        "folder": None,
    }
    path = folder / f"{content['server']}.json"
    path.write_text(json.dumps(content))
    path.chmod(0o600)
    return path


def reap(runtime):
    """``[what reap returns]``, or ``[]`` where it hangs."""
    found = []
    call = threading.Thread(target=lambda: found.append(reaper.reap(runtime)), daemon=True)
    call.start()
    call.join(10)
    for thread in filter(None, found):
        thread.join(20)
    return found


def test_one_of_our_own_is_acted_on(tmp_path, record):
    assert reap(tmp_path) != [None]
    assert not record.exists()


def test_a_pipe_does_not_hold_up_the_start(tmp_path, record):
    os.mkfifo(record.with_name("pipe.json"))
    (thread,) = reap(tmp_path)
    assert thread is not None
    assert not record.exists()


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_one_that_others_may_write_is_not_believed(tmp_path, record, mode):
    record.chmod(mode)
    assert reap(tmp_path) == [None]
    assert record.exists()


def test_nor_is_a_link(tmp_path, record):
    record.rename(tmp_path / "elsewhere")
    record.symlink_to(tmp_path / "elsewhere")
    assert reap(tmp_path) == [None]


def test_what_we_write_is_believed_whatever_the_umask(tmp_path):
    umask = os.umask(0o002)
    try:
        reaper.Record(tmp_path, "b" * 32).write(None)
    finally:
        os.umask(umask)
    (path,) = (tmp_path / "remote-ide").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
