"""What servers leave, and what ``jupyter remote-ide tunnel`` makes of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jupyterlab_remote_ide.__main__ import main
from jupyterlab_remote_ide.connect import records
from jupyterlab_remote_ide.connect.records import Record

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def data(monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    return records.folder()


@pytest.fixture
def left(place, data):
    """``left(started, end_time=…, hostname=…, pid=…, **place)``."""

    def inner(started=0.0, end_time=None, hostname="elsewhere", pid=1, **changes):
        return records.write(data, Record(place(**changes), "/lab", "/", hostname, pid, started, end_time))

    return inner


@pytest.fixture
def told(capsys):
    def inner():
        code = main(["tunnel"])
        return code, capsys.readouterr().out

    return inner


def test_several_newest_first(left, told):
    left(1.0, pid=1, node="old")
    left(2.0, pid=2, node="new")
    code, text = told()
    assert code == 0 and "2 servers" in text
    assert text.index("on new") < text.index("on old")
    assert "whether it still runs cannot be seen" in text


def test_what_has_ended_is_said_and_swept(left, told, data):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left(1.0, hostname=socket.gethostname(), pid=ended.pid, node="killed")
    left(2.0, pid=2, end_time=time.time() - 1, node="timed-out")
    code, text = told()
    assert code == 1 and text.count("has ended") == 2 and "ssh" not in text
    assert "No Jupyter server of yours" in text
    left(3.0, pid=3, end_time=time.time() + 600)
    left(4.0, hostname=socket.gethostname(), pid=os.getpid())
    records.sweep(data)
    assert [record.started for _, record in records.read(data)] == [4.0, 3.0]


def test_one_that_gives_no_sign_any_more(left, told):
    long_ago = time.time() - 1200
    os.utime(left(1.0), (long_ago, long_ago))
    code, text = told()
    assert code == 1 and "has ended" in text and "ssh" not in text


def test_a_port_that_the_cluster_reaches_is_asked(left, told):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        left(reach="cluster", target="127.0.0.1", port=port)
        code, text = told()
        assert code == 0 and "open to the whole cluster" in text
    code, text = told()
    assert code == 1 and f"does not answer on port {port}" in text and "ssh" not in text


def test_what_is_damaged_or_of_others_is_left_out(left, told, data):
    good = left(1.0, node="good")
    (data / "a.json").write_text("{")
    (data / "b.json").write_text("[]")
    (data / "c.json").write_text(good.read_text().replace('"version": 1', '"version": 2'))
    (data / "d.json").write_text(good.read_text().replace('"job"', '"jab"'))
    (data / "e.json").symlink_to(good)
    writable = data / "f.json"
    writable.write_text(good.read_text())
    writable.chmod(0o666)
    for number, part in enumerate(('"started": "x"', '"started": null')):
        (data / f"g{number}.json").write_text(good.read_text().replace('"started": 1.0', part))
    code, text = told()
    assert code == 0 and "on good" in text and "servers" not in text


def test_an_odd_name_prints_no_command(left, told):
    left(login_host="a;b")
    code, text = told()
    assert code == 1 and "odd characters in the name of the login host" in text and "ssh -" not in text


def test_nothing_half_written_is_left(left, data, monkeypatch):
    monkeypatch.setattr(records.json, "dump", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        left()
    assert list(data.iterdir()) == []


def test_jupyter_finds_the_command():
    assert (
        'jupyter-remote-ide = "jupyterlab_remote_ide.__main__:main"' in (ROOT / "pyproject.toml").read_text()
    )
    asked = [sys.executable, "-m", "jupyterlab_remote_ide", "--help"]
    assert "tunnel" in subprocess.check_output(asked, text=True, timeout=60)
