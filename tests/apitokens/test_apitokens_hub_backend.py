"""Who gets a hub's tokens made, and what an open panel asks of the hub; for real: test_hub_tokens.py."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from jupyterlab_remote_ide.apitokens.audit import Audit
from jupyterlab_remote_ide.apitokens.backend import ApiToken, Minted, Wish
from jupyterlab_remote_ide.apitokens.backends.hub.backend import HubOAuth, ServerToken
from jupyterlab_remote_ide.apitokens.backends.hub.sight import Sight
from jupyterlab_remote_ide.apitokens.backends.manual import Manual
from jupyterlab_remote_ide.apitokens.manager import ApiTokenManager
from jupyterlab_remote_ide.apitokens.wish import Lifetimes
from jupyterlab_remote_ide.errors import Denied, RemoteIDEError, Unavailable
from jupyterlab_remote_ide.host.hub import Hub
from jupyterlab_remote_ide.visitor import HubToken, Visitor

AROUND = Hub(user="alice", server_name="", url="/hub", version="6.1.1")
RIGHT = "tokens!user=alice"
LOGIN = SimpleNamespace(api_token="of the server", api_url="", cache=SimpleNamespace(clear=lambda: None))
WISH = Wish("vscode", "n", "connect", 60.0, None)


def visitor(name="alice", scopes=(RIGHT,), is_browser=True):
    token = HubToken("o1", is_browser, frozenset(scopes), lambda: f"of {name}")
    return Visitor(name, name == "alice", hub_token=token)


class Tokens:
    """In the place of the hub: what it was asked, with whose token."""

    def __init__(self):
        self.asked = []
        self.trouble = None

    async def list(self, secret):
        self.asked.append(("list", secret))
        if self.trouble is not None:
            raise self.trouble
        return [ApiToken("a1", "n", "vscode", "connect", 1.0, None, last_activity=5.0)]

    async def create(self, secret, _):
        self.asked.append(("create", secret))
        return Minted(ApiToken("a2", "n", "vscode", "connect", 2.0, None), "new", clamped=True)

    async def revoke(self, secret, identifier):
        self.asked.append((identifier, secret))


@pytest.fixture
def sight():
    made = Sight({}, "/user/alice/", LOGIN)
    yield made
    made.stop()


@pytest.fixture
def oauth(sight):
    made = HubOAuth(AROUND, LOGIN, sight)
    made._tokens = Tokens()
    return made


def manager_of(*backends):
    return ApiTokenManager(backends, Lifetimes(60, 3600), Audit(None))


@pytest.mark.parametrize(
    ("who", "mode", "reason"),
    [
        (visitor(), "hub-oauth", None),
        (visitor(scopes=["access:servers!server=alice/"]), "hub-manual", "hub-manual"),
        (visitor(scopes=["tokens!user=bob", "read:tokens!user=alice"]), "hub-manual", "hub-manual"),
        (visitor("admin"), "hub-oauth", "not-owner"),
        (visitor("bob", scopes=["tokens!user=bob"]), "hub-manual", "hub-manual"),
        (visitor(is_browser=False), "hub-oauth", "ide-token"),
        (Visitor("alice", True), "hub-manual", "hub-manual"),  # the older single-user mode tells nothing
    ],
)
async def test_the_right_is_seen_before_the_press(oauth, who, mode, reason):
    manager = manager_of(oauth, Manual())
    assert (manager.mode(who), manager.capability(who).reason) == (mode, reason)
    assert oauth._tokens.asked == []
    if reason is not None:
        with pytest.raises(Denied) as caught:
            await manager.create(who, {"recipe": "vscode", "note": "n"})
        assert caught.value.reason == reason
        assert oauth._tokens.asked == []


async def test_each_call_is_made_with_the_visitors_own_token(oauth):
    manager = manager_of(oauth, Manual())
    made = await manager.create(visitor(), {"recipe": "vscode", "note": "n"})
    assert (made["secret"], made["clamped"]) == ("new", True)
    await manager.revoke(visitor(), "a2")
    assert {secret for _, secret in oauth._tokens.asked} == {"of alice"}
    assert "of alice" not in repr(visitor())


@pytest.mark.parametrize("who", [visitor("admin"), visitor(is_browser=False), Visitor("alice", True)])
async def test_the_back_end_looks_for_itself_too(oauth, who):
    for call in (oauth.list(who), oauth.create(who, WISH), oauth.revoke(who, "a1")):
        with pytest.raises(Denied):
            await call
    assert oauth._tokens.asked == []


async def test_what_stands_open_asks_the_hub_nothing_and_tells_of_use(oauth, sight):
    await oauth.list(visitor())
    sight.used["a1"] = (9.0, "VS Code")
    await oauth.create(visitor(), WISH)
    asked = len(oauth._tokens.asked)
    rows = {row.id: row for row in await oauth.glance(visitor())}
    assert (rows["a1"].last_activity, rows["a1"].seen_client) == (9.0, "VS Code")
    assert rows["a2"].last_activity is None
    await oauth.revoke(visitor(), "a1")
    assert [row.id for row in await oauth.glance(visitor())] == ["a2"]
    assert len(oauth._tokens.asked) == asked + 1


@pytest.mark.parametrize(("change", "ids"), [("create", {"a1", "a2"}), ("revoke", set())])
async def test_a_list_under_way_undoes_nothing(oauth, sight, change, ids):
    """The hub made it before the token, or before its end; it comes later."""
    late, at_once = asyncio.Event(), oauth._tokens.list

    async def slow(secret):
        rows = await at_once(secret)
        await late.wait()
        return rows

    oauth._tokens.list = slow
    listing = asyncio.ensure_future(oauth.list(visitor()))
    await asyncio.sleep(0)
    call = oauth.create(visitor(), WISH) if change == "create" else oauth.revoke(visitor(), "a1")
    changing = asyncio.ensure_future(call)
    await asyncio.sleep(0)
    late.set()
    await asyncio.gather(listing, changing)
    assert {row.id for row in oauth._rows} == ids
    assert {each for each in ("a1", "a2") if await sight.expiry(each) is None} == {"a1"} - ids


async def test_a_refused_program_is_told_of_by_its_id(oauth):
    manager, told = manager_of(oauth, Manual()), []
    manager._audit.refused = lambda *words: told.append(words)
    manager.refused(visitor(is_browser=False), "ide-token")
    manager.refused(visitor("admin"), "not-owner")
    assert told == [("alice", "o1", "ide-token"), ("admin", None, "not-owner")]


async def test_trouble_stays_until_the_hub_is_asked_again(oauth):
    oauth._tokens.trouble = Unavailable("The hub does not answer.", "hub-silent")
    for call in (oauth.list, oauth.glance):
        with pytest.raises(RemoteIDEError):
            await call(visitor())
    assert len(oauth._tokens.asked) == 1
    oauth._tokens.trouble = None
    await oauth.list(visitor())
    assert len(await oauth.glance(visitor())) == 1


@pytest.mark.parametrize(
    ("status", "scopes", "is_usable"),
    [
        (200, [RIGHT, "users:activity!user=alice"], True),
        (200, ["access:servers!server=alice/"], False),
        (200, None, False),
        (403, [RIGHT], False),
        (None, None, False),
    ],
)
async def test_the_servers_own_token_counts_where_the_hub_gave_it_the_right(
    sight, monkeypatch, status, scopes, is_usable
):
    async def ask(_, __, path, secret):
        assert (path, secret) == ("user", "of the server")
        if status is None:
            raise Unavailable("The hub does not answer.", "hub-silent")
        return SimpleNamespace(status=status, data={"scopes": scopes})

    monkeypatch.setattr("jupyterlab_remote_ide.apitokens.backends.hub.api.ask", ask)
    backend = ServerToken(AROUND, LOGIN, sight)
    backend._tokens = Tokens()
    who = visitor(scopes=())
    assert backend.refusal(who) == "hub-manual"
    await backend._look()
    assert (backend.refusal(who) is None) is is_usable
    assert (backend.warnings() == ("hub-server-token",)) is is_usable
    if is_usable:
        await backend.create(who, WISH)
        assert backend._tokens.asked == [("create", "of the server")]
        for other in (visitor("admin"), visitor(is_browser=False)):
            with pytest.raises(Denied):
                await backend.create(other, WISH)
