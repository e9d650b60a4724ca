"""The live socket."""

from __future__ import annotations

import asyncio
import json

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from jupyterlab_remote_ide import watch
from jupyterlab_remote_ide.feature import Feature
from jupyterlab_remote_ide.topic import Topic

PATH = "remote-ide/v1/watch"


class Fake(Feature):
    name = "fake"

    def __init__(self, topics):
        self.topics = topics


@pytest.fixture
def topics(monkeypatch):
    made = {name: Topic(name) for name in ("one", "two")}
    monkeypatch.setattr("jupyterlab_remote_ide.app.FEATURES", ("fake",))
    monkeypatch.setattr(
        "jupyterlab_remote_ide.app._create", lambda name: lambda services: Fake(list(made.values()))
    )
    return made


@pytest.fixture
def connect(topics, jp_serverapp, http_server, jp_asyncio_loop, jp_http_port, jp_base_url):
    opened = []

    async def inner(query="topics=one,two", **headers):
        sent = {"Authorization": f"token {jp_serverapp.identity_provider.token}"} | headers
        url = f"ws://127.0.0.1:{jp_http_port}{jp_base_url}{PATH}?{query}"
        opened.append(await websocket_connect(HTTPRequest(url, headers=sent)))
        return opened[-1]

    async def close():
        for socket in opened:
            socket.close()
        await asyncio.sleep(0.05)

    yield inner
    jp_asyncio_loop.run_until_complete(close())


async def hear(socket, seconds=15):
    message = await asyncio.wait_for(socket.read_message(), seconds)
    return message if message is None else json.loads(message)


async def until(condition):
    for _ in range(1500):
        if condition():
            return
        await asyncio.sleep(0.01)
    pytest.fail("did not happen")


async def test_snapshots_then_diffs(topics, connect):
    topics["one"].publish({"a": {"id": "a"}})
    socket = await connect("topics=one,two,one")
    first, second = await hear(socket), await hear(socket)
    assert (first["topic"], first["seq"], first["snapshot"]) == ("one", 1, [{"id": "a"}])
    assert (second["topic"], second["seq"], second["snapshot"]) == ("two", 0, [])
    topics["two"].publish({"b": {"id": "b"}})
    assert await hear(socket) == {"topic": "two", "seq": 1, "add": [{"id": "b"}], "change": [], "remove": []}


async def test_what_wanting_publishes_is_in_the_snapshot_and_not_told_twice(topics, connect):
    topics["one"].on_demand = lambda level: topics["one"].publish({level: {"id": level}})
    socket = await connect("topics=one")
    assert (await hear(socket))["snapshot"] == [{"id": "visible"}]
    topics["one"].publish({})
    assert (await hear(socket))["remove"] == ["visible"]


async def test_wants(topics, connect):
    socket = await connect()
    await until(lambda: topics["one"].demand == "visible")
    socket.write_message(json.dumps({"want": {"one": "background", "two": None}}))
    await until(lambda: (topics["one"].demand, topics["two"].demand) == ("background", "off"))
    socket.write_message(json.dumps({"want": {"two": "visible"}}))
    await until(lambda: (topics["one"].demand, topics["two"].demand) == ("background", "visible"))
    socket.close()
    await until(lambda: (topics["one"].demand, topics["two"].demand) == ("off", "off"))


@pytest.mark.parametrize(
    "message",
    [
        "x",
        "{}",
        "[]",
        '{"want": 1}',
        '{"want": {"three": "visible"}}',
        '{"want": {"one": "more"}}',
        "[" * 100_000,
        '{"want": {"one": ["visible"]}}',
        '{"want": {"two": "off", "one": "more"}}',
    ],
)
async def test_nonsense_closes_and_changes_nothing(topics, connect, message):
    changes = []
    topics["two"].on_demand = changes.append
    socket = await connect()
    await hear(socket)
    await hear(socket)
    socket.write_message(message)
    assert await hear(socket) is None
    assert socket.close_code == 1003
    await until(lambda: topics["one"].demand == "off")
    assert changes == ["visible", "off"]


async def test_a_silent_socket_is_kept_alive(connect, monkeypatch):
    monkeypatch.setattr(watch, "KEEP_ALIVE_SECONDS", 0.05)
    socket = await connect("topics=one")
    assert (await hear(socket))["snapshot"] == []
    assert [await hear(socket), await hear(socket)] == [{}, {}]


async def test_no_keep_alive_before_its_time(connect):
    assert watch.KEEP_ALIVE_SECONDS == 45
    socket = await connect("topics=one")
    await hear(socket)
    with pytest.raises(asyncio.TimeoutError):
        await hear(socket, 0.3)


def state(number):
    return {"a": {"id": "a", "number": number, "text": "x" * 1_000_000}}


async def test_nothing_is_kept_for_a_slow_reader_and_others_hear_all(topics, connect):
    slow, quick = await connect("topics=one"), await connect("topics=one,two")
    assert [(await hear(quick))["topic"], (await hear(quick))["topic"]] == ["one", "two"]
    (server_side,) = {
        s.listener.__self__ for s in topics["one"]._subscriptions if "two" not in s.listener.__self__._names
    }
    most = 0
    for number in range(40):
        topics["one"].publish(state(number))
        most = max(most, len(server_side.ws_connection.stream._write_buffer))
        assert (await hear(quick))["seq"] == number + 1
    assert most < 2_000_000
    # As it reads again it hears how things are, and from there on all that changes.
    heard = [await hear(slow)]
    while heard[-1]["seq"] < 40:
        heard.append(await hear(slow))
    assert len(heard) < 30
    assert heard[-1]["snapshot"][0]["number"] == 39
    topics["one"].publish({})
    assert (await hear(slow))["remove"] == ["a"]


async def test_one_who_reads_nothing_is_let_go(topics, connect, monkeypatch):
    monkeypatch.setattr(watch, "KEEP_ALIVE_SECONDS", 0.2)
    await connect("topics=one")
    topics["one"].publish({"a": {"id": "a", "text": "x" * 50_000_000}})
    await until(lambda: topics["one"].demand == "off")


@pytest.mark.parametrize("query", ["", "topics=", "topics=three", "topics=one,three"])
async def test_unknown_topics(connect, query):
    with pytest.raises(HTTPClientError, match="400"):
        await connect(query)


async def test_who_may_not(connect, jp_serverapp, http_server_client, jp_base_url):
    token = jp_serverapp.identity_provider.token
    for headers in ({"Authorization": ""}, {"Authorization": "token wrong"}):
        with pytest.raises(HTTPClientError, match="403"):
            await connect(**headers)
    login = await http_server_client.fetch(f"{jp_base_url}api/status?token={token}")
    cookie = "; ".join(value.split(";")[0] for value in login.headers.get_list("Set-Cookie"))
    with pytest.raises(HTTPClientError, match="403"):
        await connect(Authorization="", Cookie=cookie, Origin="https://elsewhere.example")
    assert await hear(await connect(Authorization="", Cookie=cookie)) is not None


class Denies:
    async def is_authorized(self, handler, user, action, resource):
        assert (action, resource) == ("read", "remote-ide")
        return False


async def test_the_authorizer_may_deny_later(connect, jp_serverapp):
    jp_serverapp.web_app.settings["authorizer"] = Denies()
    with pytest.raises(HTTPClientError, match="403"):
        await connect()


async def test_what_fails_in_one_topic_takes_no_other_along(topics, connect):
    levels = []

    def fails(level):
        levels.append(level)
        raise UnicodeDecodeError("utf-8", b"\xe9", 0, 1, "invalid start byte")

    topics["one"].on_demand = fails
    topics["two"].on_demand = lambda level: topics["two"].publish({"a": {"id": "a"}})
    socket = await connect()
    told = [await hear(socket) for _ in range(2)]
    assert {(one["topic"], (one.get("problem") or {}).get("reason")) for one in told} == {
        ("one", "internal-error"),
        ("two", None),
    }
    socket.close()
    await until(lambda: topics["one"].demand == topics["two"].demand == "off")
    assert levels == ["visible", "off"]
