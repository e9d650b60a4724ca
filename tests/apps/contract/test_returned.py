"""What an app's answer may say to the browser, through the real jupyter-server-proxy, on every way in."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from ways import WAYS, Way

SAYS = str(Path(__file__).with_name("says.py"))
DOCUMENT = {"Sec-Fetch-Dest": "document", "Accept": "text/html"}
STREAM = {"Accept": "text/event-stream"}


def rewritten(response):
    """A site's own function: it knows nothing of ours."""
    response.headers["X-Site"] = "was here"
    if "X-Ask-Site" in response.headers:
        response.headers["Location"] = "/from/site"
        response.headers.add("Set-Cookie", "site=1; Path=/")
        response.headers["Clear-Site-Data"] = '"storage"'


@pytest.fixture
def port():
    command = [sys.executable, "-S", SAYS, "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield int(process.stdout.readline())
        process.kill()


@pytest.fixture
def servers(port):
    command = [sys.executable, "-S", SAYS]
    return {
        "named": {"command": [*command, "{port}"], "rewrite_response": rewritten},
        "sock": {"command": [*command, "{unix_socket}"], "unix_socket": True},
        "whole": {"command": [*command, "{port}"], "absolute_url": True},
        "outside": {"port": port},
    }


@pytest.fixture(params=WAYS)
def way(request, apps, port, jp_asyncio_loop):
    made = Way(apps, request.param, port)
    assert jp_asyncio_loop.run_until_complete(made.say()).code == 200
    return made


def of_app(reply, apps):
    """Its cookies, without those that Jupyter sets for itself at each login by token."""
    own = [text for text in reply.headers.get_list("Set-Cookie") if text.endswith(f"; Path={apps.path}")]
    assert len(own) == 1
    return [text for text in reply.headers.get_list("Set-Cookie") if text not in own]


async def cookies(way, *texts, **kwargs):
    return of_app(await way.say(*(("Set-Cookie", text) for text in texts), **kwargs), way.apps)


@pytest.mark.parametrize("ask", [{}, STREAM], ids=["buffered", "stream"])
async def test_on_every_way_an_app_keeps_to_its_prefix(way, apps, ask):
    own = f"username-localhost-{apps.port}"
    reply = await way.say(
        ("Service-Worker-Allowed", "/"),
        ("Clear-Site-Data", '"*"'),
        ("Strict-Transport-Security", "max-age=1"),
        ("Content-Security-Policy", "frame-ancestors 'none'"),
        ("Refresh", f"0; url={way.prefix}/next"),
        ("X-Own", "stays"),
        ask=ask,
    )
    assert reply.headers["Service-Worker-Allowed"] == way.prefix + "/"
    assert reply.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert reply.headers["Refresh"] == f"0; url={way.prefix}/next"
    assert reply.headers["X-Own"] == "stays"
    assert not {"Clear-Site-Data", "Strict-Transport-Security"} & set(reply.headers)
    assert reply.body == b"said"
    found = await cookies(
        way,
        "a=1; Path=/",
        f"{own}=thief; Path=/; HttpOnly",
        "b=2; Path=/admin; Domain=example.org",
        "_xsrf=3",
        "c=4; HttpOnly",
        "jupyterhub-session-id=5; Path=/",
        f"d=6; Path={way.prefix}/deep",
        "__Host-e=7; Path=/; Secure",
        ask=ask,
    )
    assert found == [
        f"a=1; Path={way.prefix}",
        f"b=2; Path={way.prefix}/admin",
        "c=4; HttpOnly",
        f"d=6; Path={way.prefix}/deep",
        "__Host-e=7; Path=/; Secure",
    ]


@pytest.mark.parametrize("ask", [{}, STREAM], ids=["buffered", "stream"])
async def test_a_location_has_the_prefix_once(way, ask):
    local = f":{way.port}" if way.name != "sock" else ""
    there = f"{way.prefix}/there?a=/b#c"
    for location, result in (
        (there, there),
        ("/there?a=/b#c", "/there?a=/b#c" if way.aware else there),
        (f"http://localhost:{way.apps.port}{there}", there),
        (f"https://localhost:{way.apps.port}{there}", there),
        (f"http://127.0.0.1{local}/there?a=/b#c", there),
        (f"http://[::1]{local}{there}", there),
        (way.prefix, way.prefix),
        ("../c", "../c"),
        ("./?folder=x", "./?folder=x"),
        ("landing", "landing"),
        ("//example.org/x", "//example.org/x"),
        ("https://example.org/x", "https://example.org/x"),
    ):
        for status in (201, 302, 308, 200):
            reply = await way.say(("Location", location), status=status, ask=ask)
            assert (reply.code, reply.headers["Location"]) == (status, result), location


async def test_by_every_method(way):
    for method in ("HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        reply = await way.say(("Set-Cookie", "a=1; Path=/"), ("Service-Worker-Allowed", "/"), method=method)
        assert of_app(reply, way.apps) == [f"a=1; Path={way.prefix}"]
        assert reply.headers["Service-Worker-Allowed"] == way.prefix + "/"


async def test_whatever_a_sites_own_function_did(apps, port):
    way = Way(apps, "named", port)
    reply = await way.say(("X-Ask-Site", "1"), status=302)
    assert reply.headers["X-Site"] == "was here"
    assert reply.headers["Location"] == way.prefix + "/from/site"
    assert of_app(reply, apps) == [f"site=1; Path={way.prefix}"]
    assert "Clear-Site-Data" not in reply.headers


async def test_the_address_by_which_the_browser_came(apps, port):
    way = Way(apps, "proxy", port)
    for ask, host in (
        ({"Host": "127.0.0.1"}, "127.0.0.1:443"),
        ({"X-Forwarded-Host": "front.example.org", "X-Forwarded-Proto": "https"}, "front.example.org"),
        ({"Forwarded": "for=1.2.3.4;host=front.example.org:8443;proto=https"}, "front.example.org:8443"),
    ):
        reply = await way.say(("Location", f"https://{host}/x"), status=302, ask=ask)
        assert reply.headers["Location"] == way.prefix + "/x"


async def test_a_login_cookie_of_another_name(apps, port, monkeypatch):
    way = Way(apps, "proxy", port)
    monkeypatch.setattr(apps.serverapp.identity_provider, "cookie_name", "my-login")
    settings = apps.serverapp.web_app.settings
    monkeypatch.setitem(settings, "xsrf_cookie_name", "my-xsrf")
    monkeypatch.setitem(settings, "hub_auth", SimpleNamespace(cookie_name="my-hub"))  # its older way to start
    sent = ("my-login=1; Path=/", "my-xsrf=2; Path=/", "my-hub=4; Path=/", "_xsrf=3; Path=/")
    kept = await cookies(way, *sent)
    assert kept == [f"_xsrf=3; Path={way.prefix}"]


async def test_the_servers_own_answers_are_not_touched(apps):
    """The start page's cookie is for all of the server; a redirect of ours is not an app's."""
    await apps.ask("named/")
    await apps.until("named", "running")
    await apps.call("apps/named/stop", "POST")
    page = await apps.open("named")
    assert page.code == 503
    own = [text for text in page.headers.get_list("Set-Cookie") if text.startswith("_xsrf=")]
    assert [text.endswith(f"; Path={apps.path}") for text in own] == [True]
    reply = await apps.ask("named/x", headers=DOCUMENT, login=False)
    assert (reply.code, reply.headers["Location"].partition("?")[0]) == (302, apps.path + "login")
    assert (await apps.ask("proxy/9/x", headers=DOCUMENT)).code == 503


async def test_a_stream_comes_in_pieces_with_all_its_headers_first(apps, port):
    for name in ("proxy", "named"):
        reply = await Way(apps, name, port).say(
            ("Set-Cookie", "a=1; Path=/"), ("Vary", "A"), ("Vary", "B"), ask=STREAM, at="x/pieces"
        )
        assert reply.body == b"one two "
        assert reply.headers.get_list("Vary") == ["A", "B"]
        assert len(reply.headers.get_list("Content-Type")) == 1


@pytest.mark.parametrize("name", ["proxy", "absolute", "localhost", "address"])
class TestWithoutTheSlash:
    async def test_a_document_gets_it(self, apps, port, name):
        way = Way(apps, name, port)
        for headers in (DOCUMENT, {"Sec-Fetch-Dest": "iframe"}, {"Accept": "text/html"}):
            for query in ("", "a=%2F&b"):
                reply = await apps.ask(way.path, headers=headers, params=query)
                assert reply.code == 302
                assert reply.headers["Location"] == f"{way.prefix}/" + ("?" + query if query else "")

    async def test_a_script_gets_the_answer(self, apps, port, name):
        way = Way(apps, name, port)
        for method, body in (("GET", None), ("POST", "x")):
            reply = await apps.ask(way.path, method, {"Accept": "*/*"}, body)
            assert reply.code == 200

    async def test_its_answers_are_not_those_of_the_folder_above(self, apps, port, name):
        way = Way(apps, name, port)
        said = quote(json.dumps({"headers": [["Set-Cookie", "a=1"]]}))
        asked = {"Service-Worker": "script", "Sec-Fetch-Dest": "serviceworker"}
        reply = await apps.ask(way.path, headers=asked, params=said)
        assert reply.headers["Service-Worker-Allowed"] == way.prefix + "/"
        assert of_app(reply, apps) == [f"a=1; Path={way.prefix}"]

    async def test_a_program_that_takes_it_away_is_left_without(self, apps, port, name):
        """Next.js below a base path. The browser must not remember it longer than we do."""
        way = Way(apps, name, port)
        reply = await way.say(("Location", way.prefix), status=308, at="", ask=DOCUMENT)
        assert reply.headers["Cache-Control"] == "no-store"
        assert (await apps.ask(way.path, headers=DOCUMENT)).code == 200
        assert (await way.say(at="", ask=DOCUMENT)).code == 200  # another program has the port now
        assert (await apps.ask(way.path, headers=DOCUMENT)).code == 302


class TestAtTheRoot:
    @pytest.fixture
    def jp_base_url(self):
        return "/"

    async def test_an_app_keeps_to_its_prefix(self, way):
        assert way.prefix == f"/{way.path}"
        assert await cookies(way, "a=1; Path=/") == [f"a=1; Path={way.prefix}"]
        reply = await way.say(("Location", f"{way.prefix}/x"), ("Service-Worker-Allowed", "/"), status=302)
        assert reply.headers["Location"] == f"{way.prefix}/x"
        assert reply.headers["Service-Worker-Allowed"] == f"{way.prefix}/"


class TestBelowAnEncodedPath:
    @pytest.fixture
    def jp_base_url(self):
        return "/user/a%40b/gpu%20one/"

    async def test_the_prefix_is_known_however_it_is_written(self, way):
        for prefix in (way.prefix, way.prefix.replace("%40", "@")):
            assert await cookies(way, f"a=1; Path={prefix}/x") == [f"a=1; Path={way.prefix}/x"]
            reply = await way.say(("Location", f"{prefix}/x"), status=302)
            assert reply.headers["Location"] == f"{prefix}/x"


class TestAHostThatAnAdministratorAllowed:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        jp_server_config["ServerProxy"].host_allowlist = lambda handler, host: host == "localhost.localdomain"
        return jp_server_config

    async def test_it_keeps_to_its_prefix(self, apps, port, monkeypatch):
        from jupyter_server_proxy.handlers import ProxyHandler

        asked = ProxyHandler.get_client_uri

        def here(handler, protocol, host, port, path):
            return asked(handler, protocol, host, port, path).replace("localhost.localdomain", "127.0.0.1")

        monkeypatch.setattr(ProxyHandler, "get_client_uri", here)
        way = Way(apps, "address", port)
        way.path = way.path.replace("127.0.0.1", "localhost.localdomain")
        way.prefix = apps.path + way.path
        assert await cookies(way, "a=1; Path=/") == [f"a=1; Path={way.prefix}"]
        reply = await way.say(("Location", f"http://localhost.localdomain:{port}/x"), status=302)
        assert reply.headers["Location"] == f"{way.prefix}/x"
        assert (await apps.ask(way.path, headers=DOCUMENT)).headers["Location"] == f"{way.prefix}/"


FRAMED = {"Sec-Fetch-Dest": "iframe", "Accept": "text/html"}


async def test_a_page_that_stands_in_no_frame_is_led_out_of_it(way, apps):
    page = (("X-Frame-Options", "DENY"), ("Set-Cookie", "a=1; Path=/"))
    reply = await way.say(*page, kind="text/html", ask=FRAMED)
    assert reply.code == 200
    assert 'data-page="alone"' in reply.body.decode()
    assert "X-Frame-Options" not in reply.headers
    assert reply.headers["Cache-Control"] == "no-store"
    assert f"a=1; Path={way.prefix}" in of_app(reply, apps)
    bare = await way.say(*page, kind="text/html", ask=DOCUMENT)
    assert 'data-page="alone"' not in bare.body.decode()
    assert bare.headers["X-Frame-Options"] == "DENY"
    script = await way.say(*page, kind="text/html")
    assert script.headers["X-Frame-Options"] == "DENY"
