"""A server as it is seen from outside, through whatever may stand in front of it."""

from __future__ import annotations

import asyncio
import datetime
import ssl
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

from jupyterlab_remote_ide.connect import check, outside
from jupyterlab_remote_ide.connect.outside import Outside
from jupyterlab_remote_ide.reasons import CheckReason
from jupyterlab_remote_ide.visitor import HELLO

BASE, SECRET = "/a/b/", "s3cret-token"


class Page(RequestHandler):
    """What a front says to an address: its ``(status, body, headers)``; what came, in ``heard``."""

    def initialize(self, answers, heard):
        self.answers, self.heard = answers, heard

    async def get(self):
        path = self.request.path
        self.heard.append((path, self.request.headers.get("Authorization")))
        status, body, headers = self.answers.get(path, (200, "<p>A page", {}))
        if status == "silent":
            await asyncio.sleep(60)
        self.set_status(status)
        for name, value in headers.items():
            self.set_header(name, value)
        self.finish(body)


class Socket(WebSocketHandler):
    def initialize(self, says):
        self.says = says

    def open(self):
        self.write_message(self.says)


@pytest.fixture
def front(jp_asyncio_loop):
    """``front(answers, socket=…, tls=…)``: its ``origin``, and what was ``heard`` there."""
    servers = []

    def start(answers, socket="me", tls=None):
        heard = []
        routes = [(f"{BASE}{HELLO}/socket", Socket, {"says": socket})] if socket else []
        app = Application([*routes, (r"/.*", Page, {"answers": answers, "heard": heard})])
        listening, port = bind_unused_port()
        server = HTTPServer(app, ssl_options=tls)
        server.add_sockets([listening])
        servers.append(server)
        scheme = "http" if tls is None else "https"
        return SimpleNamespace(origin=f"{scheme}://localhost:{port}", heard=heard)

    yield start
    for server in servers:
        server.stop()
        jp_asyncio_loop.run_until_complete(server.close_all_connections())


def at(**answers):
    return {f"{BASE}{HELLO}": answers["hello"]} | ({BASE: answers["base"]} if "base" in answers else {})


async def look(origin, secret=SECRET):
    return {check.id: check for check in await Outside("me", BASE).look(origin, secret)}


ME = (200, '{"instance": "me"}', {})


async def test_all_is_well(front):
    found = await look(front(at(hello=ME)).origin)
    assert {name: check.ok for name, check in found.items()} == {
        "login": True,
        "outside": True,
        "socket": True,
    }
    assert all(check.reason is None and check.message == "" for check in found.values())


REFUSED = (403, '{"message": "x", "reason": "not-logged-in"}', {})
FAULTS = {
    "a token that is refused": (REFUSED, "token-refused", {}),
    "a portal's redirect": (
        (302, "", {"Location": "https://sso.example/x?y=z"}),
        "portal",
        {"host": "sso.example"},
    ),
    "a portal's page": ((200, "<html>Log in", {}), "portal", {"host": "localhost"}),
    "a portal's refusal": ((401, "<html>Log in", {}), "portal", {"host": "localhost"}),
    "somebody else's refusal": ((401, '{"reason": "Unauthorized"}', {}), "portal", {"host": "localhost"}),
    "somebody's list": ((200, "[1]", {}), "portal", {"host": "localhost"}),
    "an odd redirect": (
        (302, "", {"Location": f"http://{SECRET}.example/"}),
        "portal",
        {"host": "localhost"},
    ),
    "no such page": ((404, "Not found", {}), "proxy-error", {"host": "localhost", "status": 404}),
    "too many": ((429, "slow down", {}), "proxy-error", {"host": "localhost", "status": 429}),
    "a hub without the server": ((424, "{}", {}), "proxy-error", {"host": "localhost", "status": 424}),
    "a gateway's error": (
        (502, "<html>Bad gateway", {}),
        "proxy-error",
        {"host": "localhost", "status": 502},
    ),
    "another Jupyter": ((200, '{"instance": "you"}', {}), "other-server", {"host": "localhost"}),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_what_stands_in_front(front, fault):
    answer, reason, detail = FAULTS[fault]
    found = await look(front(at(hello=answer), socket=None).origin)
    assert "socket" not in found  # which is no sign of anything there
    check = found["outside"]
    assert (check.ok, check.reason, dict(check.detail)) == (False, reason, detail)
    assert check.message and SECRET not in check.message


@pytest.mark.parametrize("answer", [(400, "", {}), (302, "", {"Location": "/login"}), (200, "no socket", {})])
async def test_a_front_that_lets_no_socket_through(front, answer):
    answers = at(hello=ME) | {f"{BASE}{HELLO}/socket": answer}
    here = front(answers, socket=None)
    check = (await look(here.origin))["socket"]
    assert (check.ok, check.reason) == (False, "socket-refused")
    assert ("/login", f"token {SECRET}") not in here.heard


async def test_a_socket_of_somebody_else(front):
    assert (await look(front(at(hello=ME), socket="you").origin))["socket"].reason == "socket-refused"


async def test_the_token_goes_nowhere_else(front):
    there = front({})
    here = front(
        at(hello=(307, "", {"Location": f"{there.origin}/take"}), base=(302, "", {"Location": there.origin}))
    )
    await look(here.origin)
    assert there.heard and all(token is None for _, token in there.heard)
    assert [token for path, token in here.heard if path == BASE] == [None]


async def test_the_way_to_the_login_is_told_by_host_names_alone(front):
    for_ever = front({})
    answers = at(hello=ME, base=(302, "", {"Location": "http://127.0.0.1:1/secret?state=abc"}))
    check = (await look(front(answers).origin))["login"]
    assert (check.ok, check.reason, check.detail) == (None, "login-elsewhere", {"hosts": "127.0.0.1"})
    assert "abc" not in check.message
    circle = front(at(hello=ME, base=(302, "", {"Location": f"{BASE}"})))
    assert (await look(circle.origin))["login"].ok is True
    assert len([path for path, _ in circle.heard if path == BASE]) == 5
    assert not for_ever.heard
    odd = front(at(hello=ME, base=(302, "", {"Location": "file:///etc/passwd"})))
    assert (await look(odd.origin))["login"].ok is True


async def test_what_cannot_be_reached_from_here_is_no_fault(front):
    listening, port = bind_unused_port()
    listening.close()
    for origin in (f"http://localhost:{port}", "http://no-such-host.invalid", f"https://localhost:{port}"):
        found = await look(origin)
        told = {check.ok for check in found.values() if check.id != "login"}
        assert told == {None}, origin
        assert {check.reason for check in found.values() if check.ok is None} == {"not-from-here"}


async def test_one_that_says_nothing_is_given_up(front):
    silent = ("silent", "", {})
    answers = at(hello=silent, base=silent) | {f"{BASE}{HELLO}/socket": silent}
    found = await look(front(answers, socket=None).origin)
    assert (found["outside"].ok, found["socket"].ok) == (None, None)
    assert outside._HANDSHAKE_SECONDS + outside._PATIENCE_SECONDS < check.PATIENCE_SECONDS


async def test_one_odd_answer_hides_no_other(front):
    for odd in ((302, "", {"Location": "http://[/"}), (200, "[" * 200_000, {}), ("silent", "", {})):
        found = await look(front(at(hello=ME, base=odd)).origin)
        assert (found["outside"].ok, found["socket"].ok) == (True, True), odd
        found = await look(front(at(hello=odd)).origin)
        assert set(found) >= {"login", "outside"} and found["outside"].ok is not True
    for origin in ("https://127.0.0.1:99999", "https://127.0.0.1:1"):
        assert {found.ok for found in (await look(origin)).values()} <= {None, True}


async def test_the_first_hops_of_a_long_way_are_told(front):
    last = front({"/": ("silent", "", {})})
    answers = at(hello=ME, base=(302, "", {"Location": last.origin.replace("localhost", "127.0.0.1") + "/"}))
    assert (await look(front(answers).origin))["login"].detail == {"hosts": "127.0.0.1"}


def certificate(folder, name="localhost", ends=30.0, issuer=None):
    """Of an authority of its own, or of ``issuer``: ``(context, file, key, certificate)``."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.timezone.utc)
    own = x509.Name(
        [x509.NameAttribute(x509.NameOID.COMMON_NAME, f"{name} {key.private_numbers().private_value}"[:40])]
    )
    signed = (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(own if issuer is None else issuer[1].subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=60))
        .not_valid_after(now + datetime.timedelta(days=ends))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .sign(key if issuer is None else issuer[0], hashes.SHA256())
    )
    file = folder / f"{name}{ends}{issuer is None}.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(signed.public_bytes(pem) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return SimpleNamespace(context=context, file=file, pair=(key, signed))


async def test_a_certificate_that_ides_refuse(front, tmp_path, monkeypatch):
    authority = certificate(tmp_path, "authority")
    wrong = certificate(tmp_path, "other.example", issuer=authority.pair)
    expired = certificate(tmp_path, ends=-1.0, issuer=authority.pair)
    good = certificate(tmp_path, issuer=authority.pair)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    wants = {
        "certificate-private": certificate(tmp_path, ends=29.0),
        "certificate-name": wrong,
        "certificate-expired": expired,
        None: good,
    }
    for reason, made in wants.items():
        here = front(at(hello=ME), tls=made.context)
        found = await look(here.origin)
        assert (found["certificate"].ok, found["certificate"].reason) == (reason is None, reason)
        # Who is there is not known: the token does not go there.
        told = {token for _, token in here.heard}
        assert told == ({None} if reason else {None, f"token {SECRET}"}), reason
        assert found["outside"].ok is (None if reason else True)
    monkeypatch.delenv("SSL_CERT_FILE")
    unknown = await look(front(at(hello=ME), tls=good.context).origin)
    assert unknown["certificate"].reason == "certificate-incomplete"


def test_each_reason_of_here_has_its_sentence():
    assert set(outside._SAID) < set(CheckReason.__args__)
