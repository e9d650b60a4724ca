"""A real jupyter_server in which jupyter-server-proxy is not there, for each reason that there is."""

from __future__ import annotations

import json
import logging
import socket
from importlib.metadata import version
from types import SimpleNamespace

import pytest
from tornado.httpclient import HTTPClientError
from traitlets.config import Config

from jupyterlab_remote_ide.loading import LoadLog
from jupyterlab_remote_ide.proxy import unloaded

pytestmark = [
    pytest.mark.filterwarnings("ignore:Process for entry_point:UserWarning"),
    pytest.mark.filterwarnings("ignore:entry_point:UserWarning"),
    pytest.mark.filterwarnings("ignore:Passing unrecognized arguments:DeprecationWarning"),
]
NEEDS_TYPES = pytest.mark.skipif(
    version("jupyter-server-proxy").startswith("4.4"), reason="4.4.0 does not look at types"
)
NONE = {"command": ["code-server", "--auth", "hunter2hunter", None]}
MALFORMED = {"name": {"a(b": {"command": ["x", "{port}"]}}, "none": {"mine": NONE}}


@pytest.fixture
def servers():
    return {}


@pytest.fixture
def proxy():
    return True


@pytest.fixture
def jp_server_config(jp_server_config, servers, proxy):
    extensions = {"jupyterlab_remote_ide": True}
    if proxy is not None:
        extensions["jupyter_server_proxy"] = proxy
    jp_server_config["ServerApp"]["jpserver_extensions"] = extensions
    jp_server_config["ServerProxy"] = Config({"servers": servers})
    return jp_server_config


@pytest.fixture
def get(jp_fetch):
    async def get(path):
        return json.loads((await jp_fetch(f"remote-ide/v1/{path}")).body)

    return get


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made.getsockname()[1]


async def told(get, jp_fetch, listener, reason):
    """What every way says; the status."""
    status = await get("status")
    assert [word for word in status["warnings"] if word.startswith("proxy-")] == [reason]
    for name in ("apps-start", "apps-stop", "apps-restart"):
        assert status["capabilities"][name] == {"allowed": False, "reason": reason}
    apps = await get("apps")
    assert (apps["apps"], apps["problem"]) == ([], reason)
    for verb in ("start", "stop", "restart"):
        with pytest.raises(HTTPClientError) as caught:
            await jp_fetch(f"remote-ide/v1/apps/code-server/{verb}", method="POST", body="{}")
        body = json.loads(caught.value.response.body)
        assert (caught.value.code, body["reason"]) == (503, reason)
        assert "opened" not in body["message"]
    ports = (await get("ports"))["ports"]
    assert listener in [row["port"] for row in ports]
    for row in ports:
        assert (row["url"], row["hint"], row["reachable"]) == (None, None, False), row
        assert row["hidden"] or row["why"] == "no-proxy"
    with pytest.raises(HTTPClientError) as missing:  # it is so
        await jp_fetch("proxy", str(listener), "")
    assert missing.value.code == 503
    return status


@pytest.mark.parametrize("servers", [MALFORMED["name"], pytest.param(MALFORMED["none"], marks=NEEDS_TYPES)])
async def test_an_entry_with_which_it_fails_to_load(get, jp_fetch, listener, servers, jp_serverapp):
    status = await told(get, jp_fetch, listener, "proxy-load-failed")
    detail = status["details"]["proxy-load-failed"]
    assert detail.startswith("extension failed loading with message: ")
    assert "hunter2hunter" not in detail
    assert ("rror(" in detail) if "a(b" in servers else ("None" in detail and "'command'" in detail)
    # What heard it is gone again.
    assert not [each for each in jp_serverapp.log.filters if isinstance(each, LoadLog)]


@pytest.mark.parametrize(("proxy", "reason"), [(False, "proxy-disabled"), (None, "proxy-disabled")])
async def test_switched_off(get, jp_fetch, listener, reason):
    status = await told(get, jp_fetch, listener, reason)
    assert status["details"] == {}


async def test_all_is_well(get, jp_fetch):
    status = await get("status")
    assert [word for word in status["warnings"] if word.startswith("proxy-")] == []
    assert status["capabilities"]["apps-start"]["allowed"]
    assert (await get("apps"))["problem"] is None


@pytest.mark.parametrize("proxy", [False])
async def test_a_road_that_comes_later_is_found(get, jp_serverapp, listener):
    def row(ports):
        return next(row for row in ports["ports"] if row["port"] == listener)

    assert row(await get("ports"))["url"] is None
    import jupyter_server_proxy

    jupyter_server_proxy._load_jupyter_server_extension(jp_serverapp)
    await _until(lambda: get("ports"), lambda ports: row(ports)["why"] != "no-proxy")


async def _until(ask, is_so):
    import asyncio

    for _ in range(40):
        answer = await ask()
        if is_so(answer):
            return
        await asyncio.sleep(0.1)
    pytest.fail(str(answer))


def server(packages=None, wanted=None, linked=()):
    manager = SimpleNamespace(extensions=packages or {}, linked_extensions=dict.fromkeys(linked, True))
    return SimpleNamespace(extension_manager=manager, jpserver_extensions=wanted or {})


NAME = unloaded.EXTENSION
ON, OFF = SimpleNamespace(enabled=True), SimpleNamespace(enabled=False)


def test_each_reason_has_its_word(monkeypatch):
    def broken(name):
        msg = "No module named 'simpervisor', password=hunter2hunter2"
        raise ImportError(msg)

    find = unloaded.find
    failed = find(server({NAME: ON}, linked=[NAME]), {NAME: "extension failed loading with message: x"})
    assert (failed.reason, failed.detail) == ("proxy-load-failed", "extension failed loading with message: x")
    assert find(server({NAME: ON}, linked=[NAME]), {}).reason == "proxy-not-loaded"
    assert find(server({NAME: ON}), {}).reason == "proxy-link-failed"
    assert find(server({NAME: OFF}), {}).reason == "proxy-disabled"
    assert find(server(), {}).reason == "proxy-disabled"
    assert find(object(), {}).reason == "proxy-disabled"
    found = find(server(wanted={NAME: True}), {}, load=broken)
    assert found.reason == "proxy-import-failed"
    assert "simpervisor" in found.detail
    assert "hunter2hunter2" not in found.detail
    assert find(server(wanted={NAME: True}), {}).reason == "proxy-not-loaded"
    monkeypatch.setattr(unloaded, "find_spec", lambda name: None)
    assert find(server({NAME: OFF}), {}).reason == "proxy-not-installed"


def test_nothing_secret_leaves_in_a_line():
    line = """the list ['x', '--auth', 'hunter2', "--my-token", "it's", '-v', 'y'] and {'PASSWORD': 'abc'}"""
    shown = unloaded.one_line(line, ())
    for secret in ("hunter2", "it's", "abc"):
        assert secret not in shown
    assert "'-v', 'y'" in shown
    assert unloaded.one_line("a\n b", ()) == "a b"
    assert "s3cretvalue" not in unloaded.one_line("x s3cretvalue", ("s3cretvalue",))
    assert len(unloaded.one_line("x " * 40_000, ())) == 600


def test_the_first_line_of_each_is_kept_and_bad_records_are_left_alone():
    log = logging.getLogger("test-load-log")
    heard = LoadLog()
    heard.listen(log)
    log.warning("%s | extension failed loading with message: %r", "a", ValueError("one"))
    log.warning("%s | extension failed loading with message: %r", "a", ValueError("two"))
    log.warning("b | something else")
    log.error("no bar")
    assert heard.filter(logging.LogRecord("x", logging.WARNING, "", 0, "%s %s", ("one",), None))
    heard.close()
    log.warning("c | extension failed loading with message: x")
    assert dict(heard.lines) == {"a": "extension failed loading with message: ValueError('one')"}
    assert log.filters == []
