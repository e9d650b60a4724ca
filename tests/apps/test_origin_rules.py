"""Whose page caused a request, by its headers alone."""

from __future__ import annotations

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from jupyterlab_remote_ide.apps.origin import foreign

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64)"}
PAGE = {"Accept": "text/html,application/xhtml+xml", **BROWSER}
NAVIGATION = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", **PAGE}
FRAME = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe", **PAGE}
IMAGE = {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image", "Accept": "image/*", **BROWSER}
FETCH = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty", "Accept": "*/*", **BROWSER}
CROSS = {"Sec-Fetch-Site": "cross-site"}


class Connection:
    def set_close_callback(self, callback):
        pass


def asked(headers, method="GET", trusted=lambda origin: False):
    start = RequestStartLine(method, "/app/", "HTTP/1.1")
    known = HTTPHeaders({"Host": "hub.example.org:8888", **headers})
    return foreign(HTTPServerRequest(connection=Connection(), headers=known, start_line=start), trusted)


@pytest.mark.parametrize("site", ["same-origin", "none"])
@pytest.mark.parametrize("headers", [NAVIGATION, FRAME, IMAGE, FETCH])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_own_pages_and_the_person_are_not(site, headers, method):
    assert not asked({"Sec-Fetch-Site": site, **headers}, method)


@pytest.mark.parametrize("site", ["same-site", "cross-site", "what-will-come"])
def test_another_page_may_only_take_the_whole_tab_there(site):
    told = {"Sec-Fetch-Site": site}
    assert not asked({**told, **NAVIGATION})
    assert not asked({**told, **NAVIGATION}, "HEAD")
    assert asked({**told, **NAVIGATION}, "POST")
    for headers in (FRAME, IMAGE, FETCH, BROWSER, {**NAVIGATION, "Sec-Fetch-Dest": "object"}):
        assert asked({**told, **headers})
    for ahead in ({"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"X-Moz": "prefetch"}):
        assert asked({**told, **NAVIGATION, **ahead})


@pytest.mark.parametrize(
    ("evidence", "result"),
    [
        ({"Origin": "http://hub.example.org:8888"}, False),
        ({"Origin": "https://HUB.example.org:8888"}, False),
        ({"Origin": "http://hub.example.org"}, True),
        ({"Origin": "http://hub.example.org:3000"}, True),
        ({"Origin": "null"}, True),
        ({"Origin": "http://[::1"}, True),
        ({"Referer": "http://hub.example.org:8888/lab?x"}, False),
        ({"Referer": "http://hub.example.org:3000/"}, True),
        ({"Referer": "http://evil.org/http://hub.example.org:8888/"}, True),
        ({"Origin": "http://evil.org", "Referer": "http://hub.example.org:8888/"}, True),
        ({"X-Forwarded-Host": "front", "Referer": "https://front/hub/home"}, False),
    ],
)
@pytest.mark.parametrize("headers", [PAGE, BROWSER, {}])
def test_without_fetch_metadata_the_page_names_itself(evidence, headers, result):
    assert asked({**headers, **evidence}) is result


def test_with_no_evidence_a_script_comes_through_and_a_browser_does_not():
    assert not asked({"User-Agent": "curl/8.5", "Accept": "*/*"})
    assert not asked({})
    for headers in (PAGE, {"Accept": "image/avif,image/*", **BROWSER}, {"Accept": "*/*", **BROWSER}):
        assert asked(headers)  # a page that hides its address may frame it


def test_an_origin_that_an_administrator_named_is_none():
    def trusted(origin):
        return origin == "https://portal.example.org"

    page = {"Referer": "https://portal.example.org/x"}
    assert not asked({**CROSS, **FRAME, **page}, trusted=trusted)
    assert not asked({**CROSS, **FETCH, "Origin": "https://Portal.example.org"}, "POST", trusted)
    assert asked({**CROSS, **FETCH, "Origin": "https://portal.example.org.evil"}, trusted=trusted)
    assert asked({**CROSS, **IMAGE}, trusted=trusted)
