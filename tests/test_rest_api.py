"""rest-api.yml is what the server does: every route, every example, real replies."""

from __future__ import annotations

import json
import re

import pytest
from restapi import SCHEMAS, SPEC, misfits, schema_of

from jupyterlab_remote_ide.base import PREFIX

VERBS = ("get", "post", "put", "patch", "delete")
pytestmark = pytest.mark.filterwarnings(
    "ignore:.*RefResolver:DeprecationWarning",
    "ignore:Passing unrecognized arguments:DeprecationWarning",
    "ignore:Process for entry_point:UserWarning",
)


def media(node):
    """Every media type object of the paths."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "application/json":
                yield value
            yield from media(value)
    elif isinstance(node, list):
        for value in node:
            yield from media(value)


def test_the_fitting_itself_can_fail():
    assert misfits({"message": "x"}, SCHEMAS["Error"])
    assert misfits({"allowed": "yes", "reason": None}, SCHEMAS["Capability"])
    assert not misfits({"allowed": True, "reason": None}, SCHEMAS["Capability"])


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_each_schema_has_an_example_that_fits(name):
    assert "example" in SCHEMAS[name]
    assert misfits(SCHEMAS[name]["example"], SCHEMAS[name]) == []


def test_each_body_names_a_schema_and_its_example_fits():
    bodies = list(media(SPEC["paths"]))
    assert bodies
    for body in bodies:
        assert set(body["schema"]) == {"$ref"}
        if "example" in body:
            assert misfits(body["example"], body["schema"]) == []


def test_every_refusal_has_a_body():
    for path, calls in SPEC["paths"].items():
        for verb in set(calls) & set(VERBS):
            if path in {"/watch", "/connect/hello/socket"}:
                continue
            for code, answer in calls[verb]["responses"].items():
                assert ("content" in answer) == (code not in {"204", "304"}), (path, verb, code)


def documented():
    return {
        (re.sub(r"\{[^}]+\}", "{}", path), verb)
        for path, calls in SPEC["paths"].items()
        for verb in VERBS
        if verb in calls
    }


def registered(app):
    """``(path, verb)`` of every route of ours under the prefix."""
    found = set()
    for pattern, handler, *_ in app.handlers:
        _, below, rest = pattern.partition(PREFIX)
        if not below or rest == "/.*":  # other pages; and the one that answers what is unknown
            continue
        path = re.sub(r"\((?:[^()]|\([^()]*\))*\)", "{}", rest.strip("$"))
        ours = [cls for cls in handler.__mro__ if cls.__module__.startswith("jupyterlab_remote_ide.")]
        own = {name for cls in ours for name in vars(cls)}
        found |= {(path, verb) for verb in VERBS if verb in own}
    return found


async def test_the_routes_are_the_documented_ones(jp_serverapp):
    (app,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_remote_ide"]
    assert registered(app) == documented()


async def test_every_route_wants_a_login(jp_serverapp, http_server_client, jp_base_url):
    for path, verb in sorted(documented()):
        reply = await http_server_client.fetch(
            f"{jp_base_url}{PREFIX}{path.replace('{}', 'x')}",
            method=verb.upper(),
            body="{}" if verb in {"post", "put", "patch"} else None,
            raise_error=False,
            follow_redirects=False,
        )
        assert reply.code == 403, (path, verb)


async def test_real_replies_fit(jp_fetch):
    names = ("status", "session", "apitokens", "apps", "ports", "language")
    for name in (*names, "connect/tunnel", "connect/kernels"):
        reply = await jp_fetch(f"{PREFIX}/{name}")
        assert misfits(json.loads(reply.body), schema_of(name, "GET", reply.code)) == [], name
        assert reply.headers["Content-Type"] == "application/json"
        assert reply.headers["Cache-Control"] == "no-store"
    wish = json.dumps(SCHEMAS["ApiTokenWish"]["example"])
    reply = await jp_fetch(f"{PREFIX}/apitokens", method="POST", body=wish)
    assert reply.code == 201
    made = json.loads(reply.body)
    assert misfits(made, SCHEMAS["ApiTokenMade"]) == []
    listed = json.loads((await jp_fetch(f"{PREFIX}/apitokens")).body)
    assert misfits(listed, SCHEMAS["ApiTokens"]) == []
    assert listed["apitokens"] == [made["apitoken"]]


async def test_real_refusals_fit(jp_fetch, http_server_client, jp_base_url):
    for path, verb, body in (
        ("nothing", "GET", None),
        ("apitokens", "POST", "{}"),
        ("apitokens", "PUT", "{}"),
        ("apitokens/none", "DELETE", None),
    ):
        with pytest.raises(Exception, match="HTTP 4") as error:
            await jp_fetch(f"{PREFIX}/{path}", method=verb, body=body)
        assert misfits(json.loads(error.value.response.body), SCHEMAS["Error"]) == [], path
