"""No token in a log line, in whatever spelling the server would have taken it."""

from __future__ import annotations

import logging
from urllib.parse import quote

import pytest

from jupyterlab_remote_ide.apitokens.backends.embedded import logmask

SECRET = "ride_" + "aB3-" * 10


@pytest.fixture
def said(caplog):
    """``said(message, *args)``: the line as it stands in the log."""
    log = logging.getLogger("a server")
    undo = logmask.install(log)

    def inner(message, *args):
        caplog.clear()
        log.warning(message, *args)
        return caplog.records[0].getMessage()

    yield inner
    undo()


def encoded(text):
    return "".join(f"%{ord(letter):02X}" for letter in text)


@pytest.mark.parametrize("name", ["token", "%74oken", encoded("token"), "access_token"])
@pytest.mark.parametrize(
    "value", [SECRET, SECRET.replace("_", "%5F"), encoded(SECRET), "master", "a%26b", "it's", 'q"x']
)
def test_every_spelling(said, name, value):
    for before, after in (("?", ""), ("?a=1&", "&b=2"), ("/x?folder=%2Fa&", "#top")):
        line = said("404 GET %s (::1): %s", f"/lab{before}{name}={value}{after}", "none")
        assert line == f"404 GET /lab{before}{name}=[secret]{after} (::1): none"


def test_what_is_printed_around_it_stays(said):
    line = said("HTTPServerRequest(uri='/x?token=abc', version=%r)", "1.1")
    assert line == "HTTPServerRequest(uri='/x?token=[secret]', version='1.1')"
    line = said('{"Referer": "http://h/lab?token=abc", "Host": "h"}')
    assert line == '{"Referer": "http://h/lab?token=[secret]", "Host": "h"}'
    for line in ("GET /x?token=", "GET /x?tokens=3&page=2", "what? a=b & c", "a token=b of no query"):
        assert said(line) == line


def test_a_line_of_any_length_costs_little(said):
    line = "?" + "token=&%74" * 100_000
    assert said(line) == line


async def test_over_http(call, make, owner, caplog):
    caplog.set_level(logging.DEBUG)
    secret = (await make())["secret"]
    for spelling in (secret.replace("_", "%5F"), encoded(secret), encoded(owner)):
        await call("GET", f"api/kernels/none?%74oken={spelling}")
        reply = await call("GET", f"api/contents/none?token={spelling}")
        assert reply.code == 404  # it was let in
    lines = "\n".join(record.getMessage() for record in caplog.records)
    assert "api/kernels/none?%74oken=[secret]" in lines
    for tail in (secret[10:], quote(secret), encoded(secret)[30:], owner, encoded(owner)[30:]):
        assert tail not in lines


def test_the_line_that_tells_where_to_log_in_stays(caplog):
    log = logging.getLogger("a server")
    undo = logmask.install(log)
    record = log.makeRecord(
        log.name, logging.CRITICAL, "/x/serverapp.py", 1, "http://h:8888/lab?token=%s", ("abc",), None
    )
    log.handle(record)
    undo()
    assert caplog.records[0].getMessage() == "http://h:8888/lab?token=abc"
