"""``connect/tunnel``, and what a start leaves, of a real server."""

from __future__ import annotations

import json
import logging
import os
import pwd
import stat

import pytest
from restapi import misfits
from tornado.httpclient import HTTPClientError
from traitlets.config import Config

from jupyterlab_remote_ide.__main__ import main
from jupyterlab_remote_ide.connect import records
from jupyterlab_remote_ide.connect.manager import ConnectManager

PATH = "remote-ide/v1/connect/tunnel"
SLURM = {"SLURM_JOB_ID": "7", "SLURM_SUBMIT_HOST": "login1", "SLURMD_NODENAME": "g026"}


@pytest.fixture
def jp_server_config(jp_server_config):
    jp_server_config["RemoteIDE"] = Config({"connect_login_host": "login.example"})
    return jp_server_config


async def refused(jp_fetch):
    with pytest.raises(HTTPClientError) as error:
        await jp_fetch(PATH)
    assert error.value.code == 403
    return json.loads(error.value.response.body)


async def test_the_tunnel(jp_fetch, jp_serverapp, jp_base_url):
    told = json.loads((await jp_fetch(PATH)).body)
    assert misfits(told, "Tunnel") == []
    assert (told["port"], told["reach"], told["job"]) == (jp_serverapp.port, "loopback", None)
    assert (told["login_host"], told["login_host_source"]) == ("login.example", "configuration")
    assert told["ide_url"] == f"http://localhost:{told['local_port']}{jp_base_url}"
    for page in (f"{jp_base_url}lab", "/lab"):
        jp_serverapp.default_url = page
        told = json.loads((await jp_fetch(PATH)).body)
        assert told["browser_url"] == f"{told['ide_url']}lab"
    assert jp_serverapp.identity_provider.token not in json.dumps(told)
    status = json.loads((await jp_fetch("remote-ide/v1/status")).body)
    assert status["capabilities"]["connect-tunnel"] == {"allowed": True, "reason": None}


async def test_none_where_it_is_of_no_use(jp_fetch, jp_serverapp, monkeypatch):
    monkeypatch.setattr(jp_serverapp, "sock", "/tmp/x")
    assert (await refused(jp_fetch))["reason"] == "no-tcp-port"
    monkeypatch.setattr(jp_serverapp, "sock", "")
    monkeypatch.setenv("SLURMD_NODENAME", "a;b")
    monkeypatch.setenv("SLURM_JOB_ID", "7")
    error = await refused(jp_fetch)
    assert (error["reason"], error["detail"]) == ("unsafe-name", {"what": "node"})
    monkeypatch.setenv("JUPYTERHUB_API_URL", "http://127.0.0.1:1/hub/api")
    monkeypatch.setenv("JUPYTERHUB_USER", "somebody-else")
    assert (await refused(jp_fetch))["reason"] == "hub-no-tunnel"


class Server:
    ip, port, scheme, is_on_socket, base_url, first_page = "localhost", 8888, "http", False, "/a/", "/a/lab"


@pytest.fixture
def start(monkeypatch, tmp_path, caplog):
    """``start(environ, open_to_others=…)``: the start of a server; what it logs is in ``start.log``."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    caplog.set_level(logging.INFO)

    def inner(environ, others=False, login="login.example"):
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        log = logging.getLogger("start")
        manager = ConnectManager(Server(), login, records.folder(), log, lambda _: others)
        manager.announce()
        return manager

    inner.log = caplog
    return inner


def test_a_start_in_a_job_tells_the_way_and_leaves_it(start, capsys):
    manager = start(SLURM)
    user = pwd.getpwuid(os.getuid()).pw_name
    assert f"{user}@g026" in start.log.text and "/a/lab" in start.log.text
    assert "others can read" not in start.log.text
    (path,) = records.folder().iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert main(["tunnel"]) == 0
    told = capsys.readouterr().out
    assert "Job 7 on g026" in told and told.splitlines()[2].strip() in start.log.text
    os.utime(path, (1, 1))
    manager.give_sign()
    assert main(["tunnel"]) == 0
    path.unlink()
    manager.give_sign()
    assert path.exists()
    manager.stop()
    capsys.readouterr()
    assert main(["tunnel"]) == 1
    assert "No Jupyter server of yours" in capsys.readouterr().out


@pytest.mark.parametrize("environ", [{}, SLURM | {"JUPYTERHUB_API_URL": "http://127.0.0.1:1/hub/api"}])
def test_nothing_outside_a_job_or_under_a_hub(start, environ):
    start(environ)
    assert start.log.text == "" and not records.folder().exists()


def test_a_log_that_others_can_read_is_told(start):
    start(SLURM, others=True)
    assert "others can read this log" in start.log.text


def test_odd_names_and_a_full_disk_are_told_and_nothing_breaks(start, tmp_path):
    start(SLURM, login="a b")
    assert "odd characters in the name of the login host" in start.log.text
    assert "ssh -" not in start.log.text
    (tmp_path / "remote_ide").write_text("no folder")
    start(SLURM)
    assert "will not know this server" in start.log.text
