"""The pages: what is in them, what they load, in which language, and for whom."""

from __future__ import annotations

import json
import re
from importlib import resources
from types import SimpleNamespace

import pytest
from tornado.httpclient import HTTPClientError
from tornado.httputil import HTTPHeaders

from jupyterlab_remote_ide.pages import language, static
from jupyterlab_remote_ide.pages.pages import Lost, Pages

ROW = {
    "name": 'a"</script><b>',
    "title": "<T>&",
    "state": "failed",
    "reason": "crash-loop",
    "since": None,
    "install_hint": "Install <it>",
    "detail": {"program": "<img src=x>"},
}


class Handler:
    """As much of a request as the pages touch."""

    def __init__(self, **headers):
        self.request = SimpleNamespace(method="GET", headers=HTTPHeaders(headers))
        self.cookies = 0
        self.headers = {}

    @property
    def xsrf_token(self):
        self.cookies += 1

    def clear(self):
        self.headers.clear()

    def set_status(self, status):
        self.status = status

    def set_header(self, name, value):
        self.headers[name] = value

    def finish(self, body):
        self.body = body


@pytest.fixture
def pages():
    return Pages("/user/u/", '/lab?"><i>')


def data(html):
    text = re.search(r'(?s)<script id="remote-ide-data" type="application/json">(.*?)</script>', html)[1]
    return json.loads(text)


def shown(pages, how, *arguments):
    handler = Handler(Accept="text/html")
    getattr(pages, how)(handler, *arguments)
    return handler


def test_everything_put_into_a_page_is_text(pages):
    lost = Lost("name-taken", "<T>&", detail="</script><b>", facts={"by": "<b>"})
    for html in (
        shown(pages, "start", ROW).body,
        shown(pages, "lost", 503, lost).body,
        pages.host(ROW, '/x?folder=/a"b'),
    ):
        assert "<T>" not in html
        assert "&lt;T&gt;&amp;" in html
        assert "<b>" not in html and "<i>" not in html and "<img" not in html
        assert html.count("</script>") == 2
    assert "/a&#34;b" in pages.host(ROW, '/x?folder=/a"b')
    assert data(shown(pages, "start", ROW).body)["page"]["app"] == ROW
    assert data(shown(pages, "lost", 503, lost).body)["page"]["detail"] == "</script><b>"


def test_nothing_in_a_page_is_a_program_or_a_style(pages):
    """So that a Content-Security-Policy may forbid all that is not a file of this server."""
    lost = shown(pages, "lost", 503, Lost("port-refused", port="1")).body
    for html in (shown(pages, "start", ROW).body, lost, pages.host(ROW, "/x")):
        scripts = re.findall(r"<script([^>]*)>([^<]*)", html)
        assert [(("src=" in how), bool(what)) for how, what in scripts] == [(True, False), (False, True)]
        assert 'type="application/json"' in scripts[1][0]
        assert "<style" not in html and " style=" not in html and not re.search(r"\son\w+=", html)
        assert "http://" not in html and "https://" not in html


def test_a_page_is_of_this_moment_and_a_script_gets_the_same_reason(pages):
    page = shown(pages, "start", ROW)
    assert (page.status, page.headers["Cache-Control"]) == (503, "no-store")
    assert page.cookies == 1  # its buttons need it
    denied = shown(pages, "start", ROW, "not-owner")
    assert (denied.status, data(denied.body)["page"]["app"]["reason"]) == (403, "not-owner")
    script = Handler(Accept="*/*")
    pages.start(script, ROW)
    assert json.loads(script.body) == {"message": "<T>&: failed (crash-loop).", "reason": "crash-loop"}
    assert script.cookies == 0
    pages.start(script, {**ROW, "state": "stopped", "reason": None})
    assert json.loads(script.body)["reason"] == "app-stopped"
    pages.lost(script, 500, Lost("definition-failed", "A", facts={"part": "mappath"}))
    assert (script.status, json.loads(script.body)["reason"]) == (500, "definition-failed")


def test_without_its_script_a_page_says_the_reason_and_the_way_back(pages):
    unloaded = Lost("proxy-load-failed", "A", detail="no x")
    for page, words in (
        (shown(pages, "start", ROW), "&lt;T&gt;&amp;: failed (crash-loop)."),
        (shown(pages, "lost", 503, unloaded), "A: proxy-load-failed (no x)."),
        (shown(pages, "lost", 503, Lost("port-refused", port="81")), "81: port-refused."),
    ):
        plain = re.search(r"<noscript>(.*?)</noscript>", page.body)[1]
        assert words in plain
        assert 'href="/lab?&#34;&gt;&lt;i&gt;"' in plain


@pytest.fixture
def built(tmp_path, monkeypatch):
    """A folder with a script in the place of what ``npm run build`` makes."""
    (tmp_path / "pages.js").write_text("one")
    monkeypatch.setattr(static, "FOLDER", tmp_path)
    return tmp_path


def test_what_changes_has_another_address(built):
    first = static.url_of("/user/u/", "pages.js")
    assert re.fullmatch(r"/user/u/remote-ide/static/pages\.js\?v=[0-9a-f]{16}", first)
    assert static.url_of("/user/u/", "pages.js") == first
    (built / "pages.js").write_text("another")
    assert static.url_of("/user/u/", "pages.js") != first
    assert static.url_of("/", "pages.css") == "/remote-ide/static/pages.css"  # not built


def test_the_templates_are_in_the_package():
    names = {path.name for path in (resources.files("jupyterlab_remote_ide.pages") / "templates").iterdir()}
    assert {"page.html", "start.html", "host.html", "port.html"} <= names


pytestmark = [
    pytest.mark.filterwarnings("ignore:Passing unrecognized arguments:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Process for entry_point:UserWarning"),
    pytest.mark.filterwarnings("ignore:entry_point:UserWarning"),
]


async def refused(jp_fetch, *path, **options):
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(*path, **options)
    return caught.value.code


async def test_the_script_is_for_those_who_are_logged_in(built, jp_fetch):
    script = ("remote-ide", "static", "pages.js")
    reply = await jp_fetch(*script, params={"v": "1"})
    assert (reply.code, reply.body) == (200, b"one")
    assert reply.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "javascript" in reply.headers["Content-Type"]
    assert (await jp_fetch(*script)).headers["Cache-Control"] == "no-cache"
    head = await jp_fetch(*script, method="HEAD")
    assert (head.code, head.body) == (200, b"")
    assert await refused(jp_fetch, *script, headers={"Authorization": ""}) == 403
    (built.parent / "secret.js").write_text("no")
    assert await refused(jp_fetch, "remote-ide", "static", "..", "secret.js") in (403, 404)
    assert await refused(jp_fetch, "remote-ide", "static", "nothing.js") == 404


async def test_it_speaks_english_where_there_is_no_jupyterlab(jp_fetch):
    reply = await jp_fetch("remote-ide", "v1", "language")
    assert json.loads(reply.body) == {"locale": "en", "messages": {}}
    assert reply.headers["Cache-Control"] == "no-store"


PACK = {"": {"language": "eo", "domain": "jupyterlab_remote_ide"}, "Start": ["Starti"]}


@pytest.fixture
def lab(jp_serverapp, tmp_path, monkeypatch):
    """JupyterLab's settings and language packs; the function chooses a language."""
    from jupyterlab_server.translation_utils import L10N_SCHEMA_NAME
    from jupyterlab_server.translations_handler import TranslationsHandler

    plugin, _, name = L10N_SCHEMA_NAME.partition(":")
    schema = tmp_path / "schemas" / plugin / f"{name}.json"
    schema.parent.mkdir(parents=True)
    properties = {"locale": {"type": "string", "default": "default"}}
    schema.write_text(json.dumps({"type": "object", "properties": properties}))
    mine = tmp_path / "settings" / plugin / f"{name}.jupyterlab-settings"
    mine.parent.mkdir(parents=True)
    arguments = {
        "app_settings_dir": str(tmp_path),
        "schemas_dir": str(tmp_path / "schemas"),
        "settings_dir": str(tmp_path / "settings"),
        "labextensions_path": [],
        "overrides": {},
    }
    jp_serverapp.web_app.add_handlers(".*", [("/nowhere", TranslationsHandler, arguments)])
    packs = {"eo": {"jupyterlab": {}, "jupyterlab_remote_ide": PACK}, "de": {"jupyterlab": {}}}
    packed = "jupyterlab_server.translation_utils.get_language_pack"
    monkeypatch.setattr(packed, lambda locale: (packs.get(locale, {}), ""))
    monkeypatch.setattr("jupyterlab_server.translation_utils.SYS_LOCALE", "en_US")
    return lambda locale: mine.write_text(json.dumps({"locale": locale}))


async def test_it_speaks_the_language_of_jupyterlab(jp_fetch, lab):
    async def spoken():
        return json.loads((await jp_fetch("remote-ide", "v1", "language")).body)

    english = {"locale": "en", "messages": {}}
    assert await spoken() == english
    lab("eo")
    assert await spoken() == {"locale": "eo", "messages": {"Start": ["Starti"]}}
    lab("de")  # its pack knows nothing of us
    assert await spoken() == english
    lab("en")
    assert await spoken() == english


async def test_a_home_that_hangs_leaves_it_english(jp_fetch, monkeypatch):
    import threading

    ends = threading.Event()
    monkeypatch.setattr(language, "_PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(language, "read", lambda web_app: ends.wait(20))
    try:
        reply = await jp_fetch("remote-ide", "v1", "language")
    finally:
        ends.set()
    assert json.loads(reply.body)["locale"] == "en"
