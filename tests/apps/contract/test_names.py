"""Names of servers: jupyter-server-proxy makes a pattern of each as it stands."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from jupyter_server.utils import url_path_join
from tornado import web

BACKEND = [sys.executable, "-S", str(Path(__file__).with_name("backend.py")), "{port}"]
DOCUMENT = {"Sec-Fetch-Dest": "document", "Accept": "text/html"}

GOOD = ["my.app", "a/b", "a-b_c~1", "v1.2/x.y", "a@b", "a%20b"]
NEVER = [
    # Before Python 3.11 this is no pattern, and jupyter-server-proxy does not load as a whole.
    *(["c++"] if sys.version_info >= (3, 11) else []),
    "a+b",
    "my app",
    "bücher",
    "who?",
    "a#b",
    "x|y",
    "(a)",
    "a*",
    "^",
    "a\\d",
    "..",
    "a[1]",
    "a.b.",
]
# Of two alike only the first gets what both would take.
TAKEN = {"a.c": "first", "abc": "a.c", "a.c/sub": None}

HIDING = {"static", "api", "proxy"}


@pytest.fixture
def servers():
    return {
        name: {"command": BACKEND, "launcher_entry": {"title": name}}
        for name in (*GOOD, *NEVER[:-1], *TAKEN, *HIDING)
    }


@pytest.mark.parametrize("name", GOOD)
async def test_a_name_that_works_there_works_here_on_every_way(apps, name):
    row = await apps.row(name)
    assert (row["state"], row["reason"], row["detail"]) == ("stopped", None, None)
    one = f"apps/{quote(name, safe='')}"
    page = await apps.ask(f"{name}/", headers=DOCUMENT)  # as a typed address does
    text = page.body.decode()  # the start page, or the app, where that is quick
    assert (f'"name": "{name}"' in text) if page.code == 503 else (page.code, text) == (200, "hello")
    assert (await apps.until(name, "running"))["pid"]
    assert await apps.get(name) == "hello"
    code, body = await apps.call(f"{one}/log")
    assert (code, "backend says hello" in body["lines"]) == (200, True)
    code, body = await apps.call(f"{one}/stop", "POST")
    assert (code, body["app"]["state"], body["app"]["name"]) == (202, "stopped", name)
    code, body = await apps.call(f"{one}/start", "POST")
    assert (code, body["open_url"]) == (202, row["open_url"])
    await apps.until(name, "running")
    host = await apps.ask(f"remote-ide/open/{quote(name, safe='')}")
    assert host.code == 200
    assert f"{name}/" in host.body.decode()


@pytest.mark.parametrize("name", NEVER[:-1])
async def test_a_name_that_no_request_can_have_is_told(apps, name):
    row = await apps.row(name)
    assert (row["state"], row["reason"]) == ("missing", "name-never-matches")
    code, body = await apps.call(f"apps/{quote(name, safe='')}/start", "POST")
    assert (code, body["reason"]) == (503, "app-unreachable")
    assert "opened" in body["message"]
    assert "can only be opened" not in body["message"]
    # It is so: as a browser would ask, the program is not what answers.
    reply = await apps.ask(quote(name, safe="!$&'()*+,;=:@|/[]") + "/x")
    assert reply.body != b"hello"
    assert apps.manager.app(name).process is None


async def test_a_name_that_another_server_answers_for_is_told(apps):
    rows = {row["name"]: row for row in (await apps.call("apps"))[1]["apps"]}
    assert rows["a.c"]["state"] == "stopped"
    assert (rows["abc"]["state"], rows["abc"]["reason"]) == ("missing", "name-taken")
    assert rows["abc"]["detail"] == {"by": "a.c"}
    assert (rows["a.c/sub"]["reason"], rows["a.c/sub"]["detail"]) == ("name-taken", {"by": "a.c"})


async def test_a_page_that_another_extension_has_already_is_told(apps):
    """Who loaded earlier comes first; jupyter_server's own pages come last."""
    from jupyterlab_remote_ide.proxy.definitions import Definitions

    web_app = apps.serverapp.web_app
    rules = web_app.default_router.rules
    before = list(rules)
    web_app.add_handlers(
        ".*", [(url_path_join(web_app.settings["base_url"], "a-b_c~1/(.*)"), web.RequestHandler)]
    )
    added = rules[-2]
    rules.remove(added)
    rules.insert(0, added)
    try:
        found = {each.name: each for each in Definitions(web_app).all()}
    finally:
        rules[:] = before
    assert (found["a-b_c~1"].kind, found["a-b_c~1"].fault) == ("unreachable", "name-taken")
    assert found["a-b_c~1"].detail == {"by": None}
    assert found["my.app"].fault is None


async def test_a_name_that_hides_pages_of_jupyter_is_told(apps):
    """Its rules come before jupyter_server's own: the app is what answers."""
    status = (await apps.call("status"))[1]
    assert "names-hide-pages" in status["warnings"]
    assert set(status["details"]["names-hide-pages"].split(", ")) == HIDING
    page = await apps.ask("static/", headers=DOCUMENT)
    assert page.body == b"hello" or b"remote-ide-data" in page.body


def test_what_a_browser_sends():
    from jupyterlab_remote_ide.proxy.router import as_browser

    for address, path in {
        "/u/my app/": "/u/my%20app/",
        "/u/ü/?x=1": "/u/%C3%BC/",
        "/u/a#b/": "/u/a",
        "/u/../a/./b/": "/a/b/",
        "/../..": "",
        "/u/a\\b/": "/u/a/b/",
        "/u/a%20b+c(d)[e]|{f}/": "/u/a%20b+c(d)[e]|%7Bf%7D/",
    }.items():
        assert as_browser(address) == path
