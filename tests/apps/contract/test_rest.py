"""The calls of the API."""

from __future__ import annotations

import json
from urllib.parse import unquote

import pytest
from conftest import said

from jupyterlab_remote_ide.visitor import Visitor


async def test_the_list_names_each_once(apps):
    await apps.get("plain")
    reply = await apps.ask("remote-ide/v1/apps")
    assert reply.code == 200
    names = [row["name"] for row in json.loads(reply.body)["apps"]]
    assert len(names) == len(set(names))


async def test_an_absent_wrapper_is_listed_with_its_reason(apps, monkeypatch):
    row = next(
        (row for row in (await apps.call("apps"))[1]["apps"] if row["name"] == "desktop-websockify"), None
    )
    if row is None:
        pytest.skip("UNPROVEN: jupyter-remote-desktop-proxy is not installed")
    assert row["title"] == "Desktop"
    monkeypatch.setenv("PATH", "/nonexistent")
    row = await apps.row("desktop-websockify")
    assert (row["state"], row["reason"]) == ("missing", "program-missing")
    assert "TigerVNC" in row["install_hint"]


async def test_code_server_is_listed_though_it_may_be_missing(apps, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    row = await apps.row("code-server")
    assert (row["state"], row["reason"], row["folder_argument"]) == ("missing", "program-missing", "folder")
    assert "code-server" in row["install_hint"]


async def test_a_folder_becomes_part_of_the_address(apps, jp_root_dir, monkeypatch):
    (jp_root_dir / "a b" / "ü&x").mkdir(parents=True)
    (jp_root_dir / "file").write_text("")
    (jp_root_dir / "link").symlink_to("/")
    monkeypatch.setattr(apps.manager, "start", apps.manager.app)

    async def start(folder):
        reply = await apps.ask(
            "remote-ide/v1/apps/code-server/start", "POST", body=json.dumps({"folder": folder})
        )
        return reply.code, json.loads(reply.body)

    code, body = await start("a b/ü&x")
    assert code == 202
    assert body["open_url"].endswith(f"/code-server/?folder={jp_root_dir}/a%20b/%C3%BC%26x")
    assert (await start(""))[1]["open_url"].endswith(f"?folder={jp_root_dir}")
    assert (await start("/link"))[0] == 202
    for folder, reason in {
        "../x": "folder-outside-root",
        "a/../..": "folder-outside-root",
        "RTC:a": "folder-not-on-disk",
        "nowhere": "folder-not-on-disk",
        "file": "folder-not-on-disk",
        "a" * 300: "folder-not-on-disk",
        "a/" * 5000: "folder-not-on-disk",
        "\ud800": "folder-not-on-disk",
    }.items():
        code, body = await start(folder)
        assert (code, body["reason"]) == (400, reason)
    code, body = await start(7)
    assert (code, body["reason"]) == (400, "bad-folder")


@pytest.mark.parametrize(
    "extra",
    [
        {"file": 7},
        {"file": ""},
        {"file": ".."},
        {"file": "a/b"},
        {"file": "\udce9.py"},
        {"file": "a", "line": 0},
    ],
)
async def test_no_file_of_the_folder_is_refused(apps, extra):
    reply = await apps.ask("remote-ide/v1/apps/plain/start", "POST", body=json.dumps({"folder": "", **extra}))
    assert (reply.code, json.loads(reply.body)["reason"]) == (400, "bad-file")


async def test_unknown_names_fields_and_numbers(apps):
    for call in ("start", "stop", "restart"):
        code, body = await apps.call(f"apps/nobody/{call}", "POST")
        assert (code, body["reason"]) == (404, "not-found")
    reply = await apps.ask("remote-ide/v1/apps/plain/start", "POST", body='{"x": 1}')
    assert (reply.code, json.loads(reply.body)["reason"]) == (400, "unknown-field")
    code, body = await apps.call("apps/plain/log", params="after=-1")
    assert (code, body["reason"]) == (400, "bad-after")
    code, body = await apps.call("apps/outside/start", "POST")
    assert (code, body["reason"]) == (503, "app-external")


async def test_the_log_in_pieces(apps):
    await apps.get("plain")
    code, body = await apps.call("apps/plain/log")
    assert code == 200
    assert "backend says hello" in body["lines"]
    code, rest = await apps.call("apps/plain/log", params=f"after={body['next'] - 1}")
    assert rest["lines"] == body["lines"][-1:] or len(rest["lines"]) > 1


async def test_the_page_with_a_bar(apps, jp_root_dir):
    (jp_root_dir / "d").mkdir()
    page = await apps.ask("remote-ide/open/code-server", params="folder=d")
    assert page.code == 200
    html = page.body.decode()
    assert f"code-server/?folder={jp_root_dir}/d" in html
    assert 'id="back" href="' in html
    at = await apps.ask("remote-ide/open/code-server", params="folder=d&file=a.py&line=3")
    assert "a.py:3" in unquote(said(at)["url"])
    for line in ("0", "x", "-1", "9" * 20):
        bad = await apps.ask("remote-ide/open/code-server", params=f"folder=d&file=a.py&line={line}")
        assert bad.code == 400
    assert (await apps.ask("remote-ide/open/nobody")).code == 404
    assert (await apps.ask("remote-ide/open/plain", params="folder=../..")).code == 400
    assert (await apps.ask("remote-ide/open/plain", login=False)).code == 302


@pytest.mark.parametrize(
    ("name", "folder", "code"),
    [("nope", "", 404), ("plain", "../x", 400), ("plain", "a" * 300, 400)],
)
async def test_no_address_with_a_token_is_logged(apps, caplog, name, folder, code):
    caplog.set_level("DEBUG")
    token = apps.authorization.split()[1]
    page = await apps.ask(f"remote-ide/open/{name}", params=f"folder={folder}&token={token}", login=False)
    assert page.code == code
    assert page.headers["Content-Type"].startswith("text/html")
    assert token not in caplog.text


async def test_capabilities(apps):
    owner = apps.feature.capabilities(Visitor("a", owner=True))
    assert owner["apps-start"].allowed
    guest = apps.feature.capabilities(Visitor("a", owner=False))
    assert guest["apps-stop"].reason == "not-owner"
    ide = apps.feature.capabilities(Visitor("a", owner=True, apitoken_id="x"))
    assert ide["apps-start"].reason == "ide-token"


async def test_open_only(apps):
    """Where the seam is gone or switched off, nothing is touched and everything says so."""
    from jupyterlab_remote_ide.apps.manager import AppsManager

    await apps.feature.stop()
    servers = apps.feature._servers
    manager = AppsManager(servers, None, apps.manager._catalog, apps.manager._make_app)
    assert manager.open_only
    manager.refresh()
    row = manager.app("plain").row(True)
    assert (row["state"], row["reason"]) == ("external", "apps-open-only")
    with pytest.raises(Exception, match="only be opened") as caught:
        manager.start("plain")
    assert caught.value.reason == "apps-open-only"
