"""What becomes of the tokens that a browser has for a client when it asks for another."""

from __future__ import annotations

import asyncio
import json

import pytest
from restapi import SCHEMAS

from jupyterlab_remote_ide.apitokens.backend import NotRemoved
from jupyterlab_remote_ide.apitokens.wish import EXISTING
from jupyterlab_remote_ide.errors import NotFound, Unavailable

PATH = "remote-ide/v1/apitokens"


@pytest.fixture
def ids(call, owner):
    """``await ids()``: of all tokens there are, the newest first."""

    async def inner():
        rows = json.loads((await call("GET", PATH, owner)).body)["apitokens"]
        return [row["id"] for row in rows]

    return inner


@pytest.fixture
def ask(make):
    """``await ask(…)``: one more token of this browser for VS Code, as a press asks for it."""

    async def inner(**wish):
        return await make(**({"browser": "b1", "existing": "ask"} | wish))

    return inner


@pytest.fixture
def backend(jp_serverapp):
    (app,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_remote_ide"]
    (backend,) = app.services.features["apitokens"].backends
    return backend


def id_of(made):
    return made["apitoken"]["id"]


async def use(call, made):
    assert (await call("GET", "api/status", made["secret"])).code == 200


def test_the_words_are_those_of_the_contract():
    assert SCHEMAS["ApiTokenWish"]["properties"]["existing"]["enum"] == list(EXISTING)


async def test_one_that_was_never_used_is_replaced(call, ask, ids):
    first = await ask()
    assert first["apitoken"]["browser"] == "b1"
    second = await ask()
    assert second["not_ended"] == 0
    assert await ids() == [id_of(second)]
    assert (await call("GET", "api/status", first["secret"])).code == 403
    await use(call, second)


async def test_where_one_was_used_nothing_is_made_and_nothing_ends(call, owner, ask, ids):
    used = await ask()
    await use(call, used)
    unused = await ask(existing="keep")
    before = await ids()
    wish = {"recipe": "vscode", "note": "x", "browser": "b1", "existing": "ask"}
    reply = await call("POST", PATH, owner, body=wish)
    told = json.loads(reply.body)
    assert (reply.code, told["reason"], told["detail"]) == (409, "apitoken-exists", {"count": "1"})
    assert await ids() == before == [id_of(unused), id_of(used)]


@pytest.mark.parametrize(
    ("existing", "stay"),
    [("keep", {"used", "unused"}), ("keep-used", {"used"}), ("replace", set())],
)
async def test_what_stays_beside_the_new_one(call, ask, ids, existing, stay):
    made = {"used": await ask()}
    await use(call, made["used"])
    made["unused"] = await ask(existing="keep")
    new = await ask(existing=existing)
    assert set(await ids()) == {id_of(new)} | {id_of(made[name]) for name in stay}
    for name, one in made.items():
        assert (await call("GET", "api/status", one["secret"])).code == (200 if name in stay else 403)


async def test_those_of_other_browsers_and_clients_are_left_alone(call, owner, ask, make, ids):
    others = [
        await ask(browser="b2"),
        await ask(recipe="pycharm"),
        await make(),  # of an older version, or made by a script
    ]
    for existing in EXISTING:
        await ask(existing=existing)
    assert set(map(id_of, others)) <= set(await ids())
    before = await ids()
    await make(existing="replace")  # of no browser: there are none of its own
    assert (await ids())[1:] == before


async def test_the_new_one_stands_before_the_old_one_ends(ask, backend, monkeypatch):
    await ask()
    done = []
    create, revoke = backend.create, backend.revoke
    monkeypatch.setattr(backend, "create", lambda *args: done.append("create") or create(*args))
    monkeypatch.setattr(backend, "revoke", lambda *args: done.append("revoke") or revoke(*args))
    await ask()
    assert done == ["create", "revoke"]


@pytest.mark.parametrize(
    ("error", "not_ended"),
    [
        (Unavailable("full", "storage-unwritable"), 1),
        (NotRemoved("full", "storage-unwritable"), 1),
        (NotFound("gone", "no-such-apitoken"), 0),
    ],
)
async def test_it_is_told_where_the_old_one_could_not_be_ended(
    ask, ids, backend, monkeypatch, error, not_ended
):
    old = await ask()

    async def fails(*_):
        raise error

    monkeypatch.setattr(backend, "revoke", fails)
    new = await ask()
    assert new["not_ended"] == not_ended
    assert await ids() == [id_of(new), id_of(old)]


async def test_one_that_is_used_meanwhile_stays(call, ask, ids, backend, monkeypatch):
    """An IDE has just got its URL while somebody presses again."""
    old = await ask()
    create = backend.create

    async def slow(*args):
        await use(call, old)
        return await create(*args)

    monkeypatch.setattr(backend, "create", slow)
    new = await ask()
    assert await ids() == [id_of(new), id_of(old)]
    assert new["not_ended"] == 0


async def test_presses_of_one_moment_leave_one(ask, ids):
    made = await asyncio.gather(*(ask() for _ in range(4)))
    (left,) = await ids()
    assert left in map(id_of, made)


async def test_a_use_that_another_server_noted_counts(open_store, add, folder):
    """What ``rows`` tells decides, and it reads what other servers of the same folder have noted."""
    one, two = open_store(), open_store()
    row, secret = await add(one)
    assert await two.find(secret) is not None
    two.touch(row.id, "Code")
    await asyncio.gather(*two._noting)
    (told,) = await one.rows()
    assert told.last_activity is not None


async def test_a_browser_is_kept_and_what_is_none_is_no_damage(open_store, add, folder):
    row, secret = await add(open_store(), browser="b1")
    file = folder / f"{row.id}.json"
    for kept, told in (("b1", "b1"), ("<b>", None), (5, None), (None, None)):
        file.write_text(json.dumps(json.loads(file.read_text()) | {"browser": kept}))
        (read,) = await open_store().rows()
        assert (read.browser, read.reason) == (told, None)
    older = json.loads(file.read_text())
    del older["browser"]
    file.write_text(json.dumps(older))
    assert await open_store().find(secret) is not None
