"""What is wrong with a definition is said exactly, not as somebody's KeyError."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from conftest import reason_of, said

BACKEND = [sys.executable, "-S", str(Path(__file__).with_name("backend.py")), "{port}"]
DOCUMENT = {"Sec-Fetch-Dest": "document", "Accept": "text/html"}


def none(port):
    return None


def of_none(port):
    return ["x", None]


def pair(port):
    return ("x", str(port))


def number():
    return 7


def path():
    return Path("/bin/true")


def of_path():
    return [Path("/bin/true"), "x"]


def one_text():
    return "true --port {port}"


def environment_raises(port):
    msg = "no such licence, token=abcdefgh12345678"
    raise LookupError(msg)


def fails_later():
    msg = "no such licence, token=abcdefgh12345678"
    raise LookupError(msg)


def environment_none():
    return None


def own_secret():
    return {"DB_PASSWORD": "sword fish", "TREE": "oak and ash"}


def no_file():
    raise FileNotFoundError(2, "no", "/etc/licence")


WRONG = {
    "none": ({"command": none}, "command-empty", None),
    "of-none": ({"command": of_none}, "bad-command", {"type": "NoneType", "in_list": True}),
    "pair": ({"command": pair}, "bad-command", {"type": "tuple", "in_list": False}),
    "number": ({"command": number}, "bad-command", {"type": "int", "in_list": False}),
    "path": ({"command": path}, "bad-command", {"type": "PosixPath", "in_list": False}),
    "of-path": ({"command": of_path}, "bad-command", {"type": "PosixPath", "in_list": True}),
    "text": ({"command": one_text}, "bad-command", {"type": "str", "in_list": False}),
    "env-raises": (
        {"command": BACKEND, "environment": environment_raises},
        "environment-failed",
        {"error": "LookupError"},
    ),
    "env-none": (
        {"command": BACKEND, "environment": environment_none},
        "environment-failed",
        {"type": "NoneType"},
    ),
    "env-file": (
        {"command": BACKEND, "environment": no_file},
        "environment-failed",
        {"error": "FileNotFoundError"},
    ),
}
PLACES = {
    "name": ("{foo}", "{foo}"),
    "number": ("--port={0}", "{0}"),
    "empty": ("{}", "{}"),
    "open": ("a{", "{"),
    "closed": ("{port} }", "}"),
    "json": ('{"port": {port}}', "{"),
    "attribute": ("{port.x}", "{port.x}"),
    "format": ("--token=sword-fish{port:zz}", "{port:zz}"),
    "secret": ('{"token": "sword-fish" }', '{"token": •••• }'),
    "late": ("{{x}} {port} {port:>5} {base_url!r} {bar}", "{bar}"),
}


@pytest.fixture
def servers():
    servers = {name: wrong for name, (wrong, _, _) in WRONG.items()}
    for name, (text, _) in PLACES.items():
        servers[f"place-{name}"] = {"command": [*BACKEND, text]}
    says = ["sh", "-c", 'echo "the key is $DB_PASSWORD and $TREE"; exec "$@"', "sh", *BACKEND]
    servers["own-secret"] = {"command": says, "environment": own_secret()}
    servers["made-secret"] = {"command": says, "environment": own_secret}
    servers["place-env"] = {"command": BACKEND, "environment": {"A": "{HOME}"}}
    servers["unmanaged"] = {"command": lambda: [], "port": 9}
    servers["nowhere"] = {"command": lambda: []}
    servers["good"] = {"command": ["env", "X={{y}}", *BACKEND], "environment": {"A": "{{}}", "B": "{port}"}}
    servers["outside"] = {"port": 9}
    for part in ("mappath", "request_headers_override", "rewrite_response"):
        servers[part] = {"command": BACKEND, part: fails_later}
    return servers


async def started(apps, name):
    code, _ = await apps.call(f"apps/{name}/start", "POST")
    assert code == 202
    return await apps.until(name, "failed", "running", "external")


@pytest.mark.parametrize("name", WRONG)
async def test_what_its_functions_return_or_raise(apps, name):
    _, reason, detail = WRONG[name]
    row = await started(apps, name)
    assert (row["state"], row["reason"], row["detail"]) == ("failed", reason, detail)
    assert "abcdefgh12345678" not in str(row) + apps.log(name)
    page = await apps.ask(f"{name}/", headers=DOCUMENT)
    assert page.code == 503
    assert "Traceback" not in page.body.decode()
    assert (reason_of(page), said(page)["app"]["detail"]) == (("failed", reason), detail)


@pytest.mark.parametrize("name", PLACES)
async def test_a_placeholder_that_is_none(apps, name):
    row = await started(apps, f"place-{name}")
    assert (row["state"], row["reason"]) == ("failed", "unknown-placeholder")
    known = "{port}, {unix_socket}, {base_url}"
    assert row["detail"] == {"placeholder": PLACES[name][1], "known": known, "part": "command"}
    assert PLACES[name][1] in apps.log(f"place-{name}")
    assert "sword-fish" not in str(row) + apps.log(f"place-{name}")


async def test_a_placeholder_of_the_environment(apps):
    row = await started(apps, "place-env")
    assert (row["reason"], row["detail"]["placeholder"]) == ("unknown-placeholder", "{HOME}")
    assert row["detail"]["part"] == "environment"


async def test_nothing_and_an_empty_list_are_not_the_same(apps):
    assert (await started(apps, "unmanaged"))["state"] == "external"


async def test_a_function_that_leaves_it_to_others_without_saying_where(apps):
    row = await started(apps, "nowhere")
    assert (row["state"], row["reason"]) == ("failed", "command-empty")
    assert (await started(apps, "none"))["state"] == "failed"


async def test_what_is_right_starts_and_its_detail_is_gone(apps):
    row = await started(apps, "good")
    assert (row["state"], row["reason"], row["detail"]) == ("running", None, None)


async def test_an_environment_is_asked_for_once_per_start(apps, monkeypatch):
    asked = []
    app = apps.feature._servers._found.entries["good"]
    made = apps.feature._servers._targets["good"]
    before = made.get_env
    monkeypatch.setattr(made, "get_env", lambda self: asked.append(1) or before(self))
    await started(apps, "good")
    assert app.name == "good"
    assert asked == [1]


@pytest.mark.parametrize("part", ["mappath", "request_headers_override", "rewrite_response"])
async def test_a_function_that_fails_with_each_request(apps, part):
    await apps.call(f"apps/{part}/start", "POST")
    await apps.until(part, "running", "unhealthy")
    page = await apps.ask(f"{part}/x", headers=DOCUMENT)
    assert page.code == 500
    text = page.body.decode()
    assert (said(page)["reason"], said(page)["facts"]) == ("definition-failed", {"part": part})
    assert 'id="back" href="' in text
    assert "abcdefgh12345678" not in text
    script = await apps.ask(f"{part}/x", headers={"Sec-Fetch-Dest": "empty"})
    assert (script.code, json.loads(script.body)["reason"]) == (500, "definition-failed")
    assert f"{part} failed: LookupError: no such licence" in apps.log(part)
    assert "abcdefgh12345678" not in apps.log(part)


async def test_no_answer_says_that_it_can_be_opened_where_it_cannot(apps):
    code, body = await apps.call("apps/outside/start", "POST")
    assert (code, body["reason"]) == (503, "app-external")
    assert "can only be opened" in body["message"]  # it is somebody else's, and can


@pytest.mark.parametrize("name", ["own-secret", "made-secret"])
async def test_a_secret_of_its_own_environment_stands_in_no_log(apps, name):
    await started(apps, name)
    assert "the key is •••• and oak and ash" in apps.log(name)
