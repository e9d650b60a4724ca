"""The rules on an app's headers, each alone."""

from __future__ import annotations

import pytest
from tornado.httputil import HTTPHeaders

from jupyterlab_remote_ide.proxy import returned
from jupyterlab_remote_ide.proxy.returned import Place

NAME = "username-hub-example-org"


def place(prefix="/user/a/app", path=None, **kwargs):
    known = {
        "prefix": prefix,
        "path": f"{prefix}/x/y" if path is None else path,
        "hosts": {"hub.example.org"},
        "address": ("localhost", 8000),
        "names": {NAME, "_xsrf", "jupyterhub-user-a"},
    }
    return Place(**{**known, **kwargs})


@pytest.mark.parametrize(
    ("location", "result"),
    [
        ("/", "/user/a/app/"),
        ("/landing?a=/b#c", "/user/a/app/landing?a=/b#c"),
        ("/user/a/app/landing?a=1#b", "/user/a/app/landing?a=1#b"),
        ("/user/a/app", "/user/a/app"),
        ("/user/a/app?x", "/user/a/app?x"),
        ("/user/a/application", "/user/a/app/user/a/application"),
        ("/user/a", "/user/a/app/user/a"),
        ("/%75ser/a/app/x", "/%75ser/a/app/x"),
        ("../c", "../c"),
        ("./?folder=x", "./?folder=x"),
        ("landing", "landing"),
        ("?a=1", "?a=1"),
        ("#b", "#b"),
        ("", ""),
        ("http://hub.example.org/x?y#z", "/user/a/app/x?y#z"),
        ("https://hub.example.org/x", "/user/a/app/x"),
        ("https://hub.example.org:443/x", "/user/a/app/x"),
        ("http://hub.example.org:80/user/a/app/x", "/user/a/app/x"),
        ("HTTP://HUB.Example.org/x", "/user/a/app/x"),
        ("http://hub.example.org./x", "/user/a/app/x"),
        ("http://hub.example.org", "/user/a/app/"),
        ("http://hub.example.org?q", "/user/a/app/?q"),
        ("//hub.example.org/x", "/user/a/app/x"),
        ("http://hub.example.org:8443/x", "http://hub.example.org:8443/x"),
        ("https://login.example.org/x", "https://login.example.org/x"),
        ("//elsewhere/path", "//elsewhere/path"),
        ("/\\elsewhere/path", "/\\elsewhere/path"),
        ("http://hub.example.org@evil/x", "http://hub.example.org@evil/x"),
        ("http://hub.example.org:port/x", "http://hub.example.org:port/x"),
        ("vscode://hub.example.org/x", "vscode://hub.example.org/x"),
        ("http://localhost:8000/x?y", "/user/a/app/x?y"),
        ("http://127.0.0.1:8000/x", "/user/a/app/x"),
        ("http://127.0.1.1:8000/x", "/user/a/app/x"),
        ("http://[::1]:8000/x", "/user/a/app/x"),
        ("http://0.0.0.0:8000/x", "/user/a/app/x"),
        ("https://LOCALHOST:8000/user/a/app/x", "/user/a/app/x"),
        ("http://localhost:8001/x", "http://localhost:8001/x"),
        ("http://localhost/x", "http://localhost/x"),
        ("http://localhost.example.org:8000/x", "http://localhost.example.org:8000/x"),
        ("/proxy/8000/x", "/user/a/app/proxy/8000/x"),
    ],
)
def test_a_location_stays_below_the_prefix_where_the_app_means_itself(location, result):
    headers = HTTPHeaders({"Location": location, "Content-Location": location})
    returned.apply(headers, place())
    assert headers["Location"] == headers["Content-Location"] == result


def test_a_location_by_other_names_of_the_app():
    assert returned.link("http://localhost/x", place(address=("localhost", 0))) == "/user/a/app/x"
    assert returned.link("http://localhost:0/x", place(address=("localhost", 0))) == "/user/a/app/x"
    assert returned.link("http://localhost:9/x", place(address=("localhost", 0))) == "http://localhost:9/x"
    assert returned.link("http://localhost/x", place(address=("localhost", 80))) == "/user/a/app/x"
    assert returned.link("http://node7:8000/x", place(address=("Node7", 8000))) == "/user/a/app/x"
    other = place(prefix="/proxy/localhost:8000", aliases=["/proxy/8000"])
    assert returned.link("/proxy/8000/x?y", other) == "/proxy/localhost:8000/x?y"
    assert returned.link("/proxy/80001/x", other) == "/proxy/localhost:8000/proxy/80001/x"
    encoded = place(prefix="/user/a%40b/gpu%20one/app")
    for prefix in ("/user/a%40b/gpu%20one/app", "/user/a@b/gpu%20one/app", "/user/a%40b/gpu%20one/%61pp"):
        assert returned.link(f"{prefix}/x", encoded) == f"{prefix}/x"


def test_who_gets_whole_paths_means_them():
    aware = place(aware=True)
    assert returned.link("/elsewhere", aware) == "/elsewhere"
    assert returned.link("http://hub.example.org/user/a/app/x", aware) == "/user/a/app/x"
    assert returned.link("http://hub.example.org/lab", aware) == "/lab"
    assert returned.link("http://hub.example.org//evil/x", aware) == "http://hub.example.org//evil/x"
    assert returned.link("http://localhost:8000/x", aware) == "/user/a/app/x"


def test_the_hub_is_nobodys_path():
    under_hub = place(kept=["/jh/hub"])
    assert returned.link("/jh/hub/api/oauth2/authorize?a", under_hub) == "/jh/hub/api/oauth2/authorize?a"
    assert returned.link("http://hub.example.org/jh/hub/home", under_hub) == "/jh/hub/home"
    assert returned.link("/jh/hubs", under_hub) == "/user/a/app/jh/hubs"


@pytest.mark.parametrize(
    ("value", "result"),
    [
        ("0; url=/x", "0; url=/user/a/app/x"),
        ("5;URL='/x?a=1'", "5;URL='/user/a/app/x?a=1'"),
        ('1, url="http://localhost:8000/x"', '1, url="/user/a/app/x"'),
        ("0; /x", "0; /user/a/app/x"),
        ("0; url=next", "0; url=next"),
        ("0; url=https://example.org/", "0; url=https://example.org/"),
        ("5", "5"),
        ("", ""),
    ],
)
def test_refresh_is_a_location_with_a_clock(value, result):
    assert returned.refresh(value, place()) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a=1", "a=1"),
        ("a=1; HttpOnly; SameSite=Lax", "a=1; HttpOnly; SameSite=Lax"),
        ("a=1; Path=/", "a=1; Path=/user/a/app"),
        ("a=1;path=/;Secure", "a=1;Secure; Path=/user/a/app"),
        ("a=1; PATH=/admin; Max-Age=5", "a=1; Max-Age=5; Path=/user/a/app/admin"),
        ("a=1; Path=/user/a/app/x", "a=1; Path=/user/a/app/x"),
        ("a=1; Path=/user/a/app", "a=1; Path=/user/a/app"),
        ("a=1; Path=/user/a/application", "a=1; Path=/user/a/app/user/a/application"),
        ("a=1; Path=/user/a/", "a=1; Path=/user/a/app"),
        ("a=1; Path=/user", "a=1; Path=/user/a/app"),
        ("a=1; Path=/user/a/app; Path=/", "a=1; Path=/user/a/app"),
        ("a=1; Path=x", "a=1"),
        ("a=1; Path", "a=1"),
        ("a=1; Domain=example.org; Path=/", "a=1; Path=/user/a/app"),
        ("a=1; domain=.hub.example.org", "a=1"),
        ("__Secure-a=1; Secure; Path=/", "__Secure-a=1; Secure; Path=/user/a/app"),
        ("__Host-a=1; Secure; Path=/", "__Host-a=1; Secure; Path=/"),
        ("__host-a=1; Secure; Path=/", "__host-a=1; Secure; Path=/"),
        ('a="1=2"; Expires=Thu, 26 Nov 2026 00:00:00 GMT; Path=/', None),
        (f"{NAME}=1; Path=/", ""),
        (f"  {NAME} =1", ""),
        (f'={NAME}="1"; Path=/', ""),
        (f"{NAME.upper()}=1; Path=/", f"{NAME.upper()}=1; Path=/user/a/app"),
        ("_xsrf=1; Path=/", ""),
        ("jupyterhub-session-id=1; Path=/", ""),
        ("jupyterhub-user-a-oauth-state-xyz=1; Path=/", ""),
        ("__Host-jupyterhub-hub-login=1; Path=/; Secure", ""),
        ("not-jupyterhub-x=1; Path=/", "not-jupyterhub-x=1; Path=/user/a/app"),
    ],
)
def test_a_cookie_stays_with_its_app_and_is_never_the_servers(text, result):
    """``""``: it is dropped; ``None``: nothing of it is lost but its path."""
    if result is None:
        result = text.replace("Path=/", "Path=/user/a/app")
    assert (returned.cookie(text, place()) or "") == result


def test_a_cookie_for_the_folder_of_a_request_without_a_slash():
    """A browser would take the folder above the app for its path."""
    assert returned.cookie("a=1", place(path="/user/a/app")) == "a=1; Path=/user/a/app"
    assert returned.cookie("a=1", place(path="/user/a/app/")) == "a=1"


def test_a_cookie_of_an_app_that_was_told_another_prefix():
    other = place(prefix="/proxy/localhost:8000", aliases=["/proxy/8000"])
    assert returned.cookie("a=1; Path=/proxy/8000/x", other) == "a=1; Path=/proxy/localhost:8000/x"
    encoded = place(prefix="/user/a%40b/app")
    assert returned.cookie("a=1; Path=/user/a@b/app/x", encoded) == "a=1; Path=/user/a%40b/app/x"


def test_each_of_several_cookies_is_judged_alone():
    headers = HTTPHeaders()
    for text in ("a=1; Path=/", f"{NAME}=; Path=/; Max-Age=0", "b=2", "_xsrf=3"):
        headers.add("Set-Cookie", text)
    returned.apply(headers, place())
    assert headers.get_list("Set-Cookie") == ["a=1; Path=/user/a/app", "b=2"]


@pytest.mark.parametrize(
    ("value", "result"),
    [
        ("/", "/user/a/app/"),
        ("/user/a/", "/user/a/app/"),
        ("/user/a/app", "/user/a/app/"),
        ("/user/a/app/", "/user/a/app/"),
        ("/user/a/app/x/", "/user/a/app/x/"),
        ("/user/a/app/../", "/user/a/app/"),
        ("/user/a/app/%2E%2e/", "/user/a/app/"),
        ("/user/a/app\\..\\", "/user/a/app/"),
        ("/user/a/application/", "/user/a/app/"),
        ("./", "./"),
        ("..", ".."),
        ("../..", "/user/a/app/"),
        ("../../", "/user/a/app/"),
        ("http://hub.example.org/", "/user/a/app/"),
        ("//hub.example.org/", "/user/a/app/"),
        ("", "/user/a/app/"),
        ("/, /", "/user/a/app/"),
    ],
)
def test_a_worker_gets_the_prefix_at_most(value, result):
    headers = HTTPHeaders({"service-worker-allowed": value})
    returned.apply(headers, place())
    assert headers["Service-Worker-Allowed"] == result


def test_a_workers_script_without_a_slash_does_not_get_the_folder_above():
    headers = HTTPHeaders({"Content-Type": "text/javascript"})
    returned.confine(headers, place(path="/user/a/app"))
    assert headers["Service-Worker-Allowed"] == "/user/a/app/"


def test_what_governs_the_whole_origin_is_dropped_and_the_rest_is_not_touched():
    kept = {
        "Content-Security-Policy": "default-src 'self'",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Reporting-Endpoints": 'a="/r"',
        "X-Frame-Options": "DENY",
    }
    assert not returned.concerns(HTTPHeaders(kept))
    dropped = {
        "Clear-Site-Data": '"cookies"',
        "strict-transport-security": "max-age=9",
        "NEL": "{}",
        "Report-To": "{}",
        "Alt-Svc": 'h3=":443"',
        "Expect-CT": "max-age=9",
        "Accept-CH": "Width",
    }
    for name, value in dropped.items():
        headers = HTTPHeaders({**kept, name: value})
        assert returned.concerns(headers)
        returned.apply(headers, place())
        assert dict(headers) == kept


@pytest.mark.parametrize(
    ("headers", "hosts"),
    [
        ({"Host": "Hub.example.org:443"}, {"hub.example.org"}),
        ({"Host": "127.0.0.1:8888", "X-Forwarded-Host": "a, b:80"}, {"127.0.0.1:8888", "a", "b"}),
        ({"Host": "[::1]:8888", "Forwarded": 'for=x;host="a:8443";proto=https'}, {"[::1]:8888", "a:8443"}),
        ({"X-Forwarded-Host": "a", "X-Forwarded-Port": "8443"}, {"a", "a:8443"}),
        ({"X-Forwarded-Host": "[::1]", "X-Forwarded-Port": "443"}, {"[::1]"}),
    ],
)
def test_the_names_a_request_was_sent_to(headers, hosts):
    assert returned.spoken(HTTPHeaders(headers)) == hosts


PAGE = ("Content-Type", "text/html; charset=utf-8")
DENY = ("X-Frame-Options", "deny")
NONE = ("Content-Security-Policy", "default-src x; Frame-Ancestors 'none'")
SELF = ("Content-Security-Policy", "frame-ancestors 'self', script-src x")


@pytest.mark.parametrize(
    ("status", "headers", "alone"),
    [
        (200, [PAGE], False),
        (200, [PAGE, DENY], True),
        (403, [PAGE, DENY], True),
        (200, [PAGE, ("X-Frame-Options", "SAMEORIGIN")], False),
        (200, [PAGE, ("X-Frame-Options", "SAMEORIGIN"), DENY], True),
        (200, [PAGE, NONE], True),
        (200, [PAGE, ("Content-Security-Policy", "frame-ancestors")], True),
        # The newer header counts, and the strictest policy of several.
        (200, [PAGE, DENY, SELF], False),
        (200, [PAGE, SELF, NONE], True),
        # What the browser alone can judge.
        (200, [PAGE, ("Content-Security-Policy", "frame-ancestors https://a.example")], False),
        (200, [PAGE, ("Content-Security-Policy-Report-Only", "frame-ancestors 'none'")], False),
        # What leads on, is saved, is no page, or tells of trouble.
        (302, [PAGE, DENY], False),
        (304, [PAGE, DENY], False),
        (200, [PAGE, DENY, ("Content-Disposition", "Attachment; filename=x")], False),
        (200, [("Content-Type", "image/png"), DENY], False),
        (200, [DENY], False),
        (500, [PAGE, DENY], False),
    ],
)
def test_what_stands_in_no_frame(status, headers, alone):
    sent = HTTPHeaders()
    for name, value in headers:
        sent.add(name, value)
    assert returned.stands_alone(status, sent) is alone
