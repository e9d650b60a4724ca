"""The framework that docs/developers/extending.md shows, brought by a package beside ours."""

from __future__ import annotations

import json
import subprocess
import sys

import example_framework
import pytest
from tornado.httpclient import HTTPClientError
from traitlets.config import Config

from jupyterlab_remote_ide.ports import recognise as r
from jupyterlab_remote_ide.ports.entrypoints import checked
from jupyterlab_remote_ide.ports.rules import Rules
from jupyterlab_remote_ide.ports.surroundings import Surroundings

# Of wrappers that happen to be installed: with these as errors jupyter-server-proxy would not load.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Process for entry_point:UserWarning"),
    pytest.mark.filterwarnings("ignore:entry_point:UserWarning"),
    pytest.mark.filterwarnings("ignore:Passing unrecognized arguments:DeprecationWarning"),
]
# The module of the package, which tells besides who imported it.
MODULE = """
import threading
from example_framework import FRAMEWORK
THREAD = threading.current_thread().name
"""
SERVE = """
import http.server as h
s = h.ThreadingHTTPServer(("127.0.0.1", 0), h.SimpleHTTPRequestHandler)
print(s.server_port, flush=True)
s.serve_forever()
"""


@pytest.mark.parametrize(
    "line", ["survey x.py", "python -m survey.serve", "surveyd", "python /opt/survey/serve.py"]
)
def test_it_knows_its_programs(line):
    known = r.recognise(line.split(), {}, "/p", "/a", Rules([checked(example_framework.FRAMEWORK)]))
    assert known.label == "Survey"


@pytest.fixture
def package(install, monkeypatch):
    monkeypatch.setattr(Surroundings, "managed", lambda self: {})  # what a test starts hangs below the server
    install("remote-ide-survey", MODULE, "survey = my_package:FRAMEWORK", module="my_package")


@pytest.fixture
def program(tmp_path):
    """`survey/serve.py`, and its port."""
    file = tmp_path / "survey" / "serve.py"
    file.parent.mkdir()
    file.write_text(SERVE)
    process = subprocess.Popen(
        [sys.executable, str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    yield int(process.stdout.readline())
    process.kill()
    process.wait()
    process.stdout.close()


async def test_a_row_is_labelled_by_its_rule(package, jp_serverapp, jp_fetch, program):
    await jp_fetch("remote-ide", "v1", "status")
    assert "my_package" not in sys.modules  # nobody looked at ports yet
    rows = json.loads((await jp_fetch("remote-ide", "v1", "ports")).body)["ports"]
    (row,) = [row for row in rows if row["port"] == program]
    path = f"{jp_serverapp.base_url}proxy/absolute/{program}"
    assert (row["label"], row["framework"], row["url"]) == ("Survey", "survey", path + "/start")
    assert row["hint"] == f"survey --prefix {path} serve.py"
    assert sys.modules["my_package"].THREAD == "Remote IDE: frameworks"


class TestSwitchedOff:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        jp_server_config["RemoteIDE"] = Config(ports_enabled=False)
        return jp_server_config

    async def test_nothing_of_it_is_read(self, package, jp_fetch):
        with pytest.raises(HTTPClientError) as error:
            await jp_fetch("remote-ide", "v1", "ports")
        assert json.loads(error.value.response.body)["reason"] == "ports-disabled"
        assert "my_package" not in sys.modules
