"""Nothing secret is ever stored, and a line keeps its number."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace

import pytest

from jupyterlab_remote_ide.apps import log as log_module
from jupyterlab_remote_ide.apps.log import _LINES_PER_LOOK, MAX_LINES, MAX_WAITING, WORK_SECONDS, Log
from jupyterlab_remote_ide.redact import mask

SECRET = "Xy12abcDEF34ghiJKL56"


@pytest.mark.parametrize(
    "line",
    [
        f"GET /lab?token={SECRET} HTTP/1.1",
        f"http://host/?a=1&access_token={SECRET}&b=2",
        f"positron/?tkn={SECRET}",
        f"Authorization: token {SECRET}",
        f"authorization: Bearer {SECRET}",
        f'{{"Authorization": "Basic {SECRET}"}}',
        f"password={SECRET}",
        f'"password": "{SECRET}"',
        f"PASSWORD: {SECRET}",
        f"pass={SECRET}",
        f"DB_PASS={SECRET}",
        f"PASS='{SECRET} {SECRET}'",
        f"pwd={SECRET}",
        f"key={SECRET}",
        f"/?%74oken={SECRET}",
        f'"token": "{SECRET} and an \\" {SECRET}',
        f"HASHED_PASSWORD='{SECRET}'",
        f"exec prog --auth {SECRET} --port 1",
        f"exec prog --connection-token={SECRET}",
        f"exec prog --token '{SECRET}'",
        f"AWS_SECRET_ACCESS_KEY={SECRET}",
        f"api_key: {SECRET}",
        f"Set-Cookie: session={SECRET}; Path=/",
        f"https://user:{SECRET}@host/path",
        f"pass\x1b[1mword={SECRET}",
        f"token={SECRET[:5]}\x1b[0m{SECRET[5:]}",
        f"secret key ghp_{SECRET}",
        f"sk-{SECRET}",
        f"eyJhbGciOi.{SECRET}.{SECRET}",
        "0123456789abcdef0123456789abcdef",
        f"key {SECRET}{SECRET}",
        "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtz",
    ],
)
def test_secrets_are_masked(line):
    masked = mask(line)
    assert "••••" in masked
    for piece in (SECRET, "0123456789abcdef", "b3BlbnNzaC1r"):
        assert piece not in masked


@pytest.mark.parametrize(
    "line",
    [
        "HTTP server listening on /tmp/remote-ide-ab12cd34/1-code-server.sock",
        "[14:14:59] Extension host agent started.",
        "Using config file /home/anna/.config/code-server/config.yaml",
        "started, pid 4711",
        "GET /static/a.js?v=2 200 0.4 ms",
        "Traceback (most recent call last):",
        "listening on http://127.0.0.1:8080/",
        "bypass=no monkey=banana /a?b=%20x --port 80",
    ],
)
def test_ordinary_lines_stay_as_they_are(line):
    assert mask(line) == line


def test_exact_values_are_masked_whatever_their_form():
    assert mask("it said plainvalue!", ["plainvalue"]) == "it said ••••!"


def test_lines_keep_their_numbers():
    log = Log()
    log.feed(b"one\ntw")
    assert log.lines() == (["one"], 1)
    log.feed(b"o\nthree\n")
    assert log.lines(1) == (["two", "three"], 3)
    assert log.lines(3) == ([], 3)
    assert log.lines(99) == (["one", "two", "three"], 3)
    for number in range(MAX_LINES + 5):
        log.say(str(number))
    lines, following = log.lines(2)
    assert len(lines) == MAX_LINES
    assert following == 3 + MAX_LINES + 5
    assert [log.cut(after) for after in (0, 3, 8, following, following + 1)] == [8, 5, 0, 0, 8]


def test_a_secret_in_two_pieces_is_one_line():
    log = Log()
    log.feed(b"password=" + SECRET[:7].encode())
    log.feed(SECRET[7:].encode() + b"\n")
    assert SECRET[7:] not in log.lines()[0][0]


def test_long_lines_are_cut_and_their_tail_is_dropped():
    log = Log()
    for _ in range(10):
        log.feed(b"ab " * 1000)
    log.feed(b" password=tail\nnext\n")
    log.close()
    lines, _ = log.lines()
    assert len(lines) == 2
    assert lines[0].endswith("…")
    assert len(lines[0]) < 2100
    assert lines[1] == "next"


def test_a_progress_bar_shows_its_last_state_and_bytes_may_be_broken():
    log = Log()
    log.feed(b"10%\r20%\r30%\nna\xffme\r\n")
    assert log.lines()[0] == ["30%", "na\ufffdme"]


def test_what_was_written_last_needs_no_newline():
    log = Log()
    log.feed(b"bye")
    log.close()
    assert log.lines()[0] == ["bye"]


FLOODS = {
    "newlines": b"\n" * 65536,
    "short": b"abcdef\n" * 9362,
    "tokens": (b"token" * 800 + b"\n") * 16,
    "options": (b"-auth" * 800 + b"\n") * 16,
    "ordinary": b"2026-11-21 14:14:59 INFO GET /static/a.js 200 0.4 ms\n" * 1236,
    "one line": b"x" * 65536,
    "long lines": b"x" * 65535 + b"\n",
}


class SlowMask:
    """Masking that takes a millisecond a line, on a clock of its own: the same on every machine."""

    def __init__(self, monkeypatch):
        self.lines = 0
        monkeypatch.setattr(log_module, "REST_SECONDS", 0.001)
        monkeypatch.setattr(log_module, "mask", self)
        monkeypatch.setattr(log_module, "time", SimpleNamespace(perf_counter=lambda: self.lines / 1000))

    def __call__(self, *arguments):
        self.lines += 1
        return mask(*arguments)


@pytest.mark.parametrize("data", FLOODS.values(), ids=FLOODS.keys())
def test_a_flood_leaves_the_loop_free_and_is_told(data, monkeypatch):
    slow = SlowMask(monkeypatch)

    async def flood():
        log = Log(lambda: ["the-server-s-token"] * 30)
        most = 0

        async def turn(*steps):
            nonlocal most
            before = slow.lines
            for step in steps:
                step()
            most = max(most, slow.lines - before)
            await asyncio.sleep(0)

        log.feed(b"the first\n")
        for _ in range(200):
            await turn(lambda: log.feed(data))
        await turn(lambda: log.feed(b"\nthe last"), log.close, lambda: log.say("ended"))
        while log._waiting:
            await asyncio.sleep(0.01)
        return most, log.lines()[0]

    most, lines = asyncio.run(flood())
    assert most <= WORK_SECONDS * 1000 + _LINES_PER_LOOK
    assert lines[0] == "the first" or len(lines) == MAX_LINES
    assert lines[-2:] == ["the last", "[remote-ide] ended"]
    if data.count(b"\n") > 1:
        assert any("lines of output left out" in line for line in lines)
    assert lines.count("") <= 2


def test_how_many_lines_were_left_out():
    log = Log()
    log.feed(b"".join(b"%d\n" % number for number in range(MAX_WAITING + 100)))
    assert log.lines()[0][0] == "[remote-ide] 100 lines of output left out: too many at once."
    assert log.lines()[0][1:] == [str(number) for number in range(100, MAX_WAITING + 100)]


def test_of_empty_lines_one_is_kept():
    log = Log()
    log.feed(b"a\n\n\n\r\n\nb\n\n")
    assert log.lines()[0] == ["a", "", "b", ""]


@pytest.mark.parametrize(
    "unit",
    ["a.", "a-", "token ", "token", "-auth", " --auth", "=", "+", "://", "eyJ", "eyJ-", "a=", "--a", "A1b"],
)
def test_no_line_makes_the_patterns_slow(unit):
    def cost(length):
        text = unit * (length // len(unit))
        took = []
        for _ in range(5):
            begin = time.thread_time()
            mask(text)
            took.append(time.thread_time() - begin)
        return min(took)

    assert cost(32768) < 24 * cost(4096)  # 8 where it grows with the line, 64 where with its square


@pytest.mark.parametrize("filler", ["é", "ä ", "\x1b[1m \x1b[0m", "a ", "🙂"])
@pytest.mark.parametrize("before", ["", "it is "])
def test_no_part_of_a_secret_is_stored_where_a_line_is_cut(filler, before):
    """Wherever the cut goes: through the secret, or through what tells that it is one."""
    secret = "Zq" + "".join(f"{number:02x}" for number in range(0x21, 0x38))
    for length in [*range(3900, 4120, 7), *range(1900, 2400, 7), *range(7900, 8210, 7)]:
        log = Log(lambda: [secret])
        repeats = length // len(filler.encode())
        log.feed((filler * repeats + before + secret + "\n").encode())
        log.feed((filler * (length // len(filler)) + before + secret).encode())
        log.close()
        for line in log.lines()[0]:
            assert secret[:4] not in line


def test_what_turns_the_direction_of_a_line_is_taken_out():
    log = Log()
    log.feed("tab\tstays \u202edesrever\u2066 \x9b31m\u200f\u2028end\n".encode())
    assert log.lines()[0] == ["tab\tstays desrever 31mend"]
