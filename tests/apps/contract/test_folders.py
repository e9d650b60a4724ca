"""The folders that an app was opened with are remembered while it runs."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from conftest import DOCUMENT
from traitlets.config import Config


@pytest.fixture
def servers(servers):
    return {"plain": servers["plain"], "sock": servers["sock"]}


@pytest.fixture
def jp_server_config(jp_server_config):
    jp_server_config["RemoteIDE"] = Config(apps_catalog={"plain": {"folder_argument": "folder"}})
    return jp_server_config


@pytest.fixture
def made(jp_root_dir):
    for name in ("one", "climate model/ü&x"):
        (jp_root_dir / name).mkdir(parents=True)
    return jp_root_dir


async def opened(apps, folder, name="plain"):
    return await apps.ask(f"{name}/", headers=DOCUMENT, params=f"folder={folder}")


def paths(apps, name="plain"):
    return [folder["path"] for folder in apps.manager.app(name).row()["folders"]]


async def test_the_newest_first_with_the_address_that_opens_it(apps, made):
    await opened(apps, f"{made}/one")
    await apps.until("plain", "running")
    await opened(apps, f"{made}/climate%20model/%C3%BC%26x")
    await opened(apps, made)
    assert paths(apps) == ["", "climate model/ü&x", "one"]
    await opened(apps, f"{made}/one/")
    assert paths(apps) == ["one", "", "climate model/ü&x"]
    rows = apps.manager.app("plain").row()["folders"]
    assert rows[2]["url"].endswith(f"/plain/?folder={made}/climate%20model/%C3%BC%26x")
    assert [row["opened"] for row in rows] == sorted((row["opened"] for row in rows), reverse=True)
    reply = await apps.ask("remote-ide/v1/apps")
    assert reply.code == 200  # and the whole reply is as rest-api.yml says: see conftest


async def test_only_folders_below_the_root_and_pages_count(apps, made):
    await apps.open("plain")
    await apps.until("plain", "running")
    for folder in ("/", f"{made}/../x", f"{made}/nowhere", "one", "a%00b", f"{made}x", ""):
        await opened(apps, folder)
    await apps.ask("plain/", params=f"folder={made}/one")  # what a script asks for
    assert paths(apps) == []
    await opened(apps, f"{made}/one", "sock")  # takes none
    assert paths(apps, "sock") == []


@pytest.mark.parametrize("name", ["tail ", " head"])
async def test_a_blank_is_a_part_of_a_name(apps, made, name):
    for each in (name, name.strip()):
        (made / each).mkdir()
    await opened(apps, f"{made}/{quote(name)}")
    await apps.until("plain", "running")
    assert paths(apps) == [name]
    page = await apps.ask("remote-ide/open/plain", params=f"folder={quote(name)}")
    assert f"?folder={made}/{quote(name)}" in page.body.decode()


async def test_bytes_that_are_no_text_are_the_apps_to_judge(apps, made):
    await apps.open("plain")
    await apps.until("plain", "running")
    reply = await opened(apps, "%ff/x")
    assert (reply.code, paths(apps)) == (200, [])


@pytest.mark.parametrize("site", ["same-site", "cross-site"])
async def test_what_another_page_frames_opens_nothing_the_next_time(apps, made, site):
    await apps.open("plain")
    await apps.until("plain", "running")
    reply = await apps.ask("api/status")  # a browser that has logged in
    cookie = next(text for text in reply.headers.get_list("Set-Cookie") if text.startswith("username-"))
    headers = {**DOCUMENT, "Sec-Fetch-Dest": "iframe", "Sec-Fetch-Mode": "navigate"}
    headers["Cookie"] = cookie.partition(";")[0]
    for origin, expected in ((site, []), ("same-origin", ["one"])):
        headers["Sec-Fetch-Site"] = origin
        await apps.ask("plain/", headers=headers, params=f"folder={made}/one", login=False)
        assert paths(apps) == expected


async def test_one_that_is_gone_is_dropped(apps, made):
    await opened(apps, f"{made}/one")
    await apps.until("plain", "running")
    assert paths(apps) == ["one"]
    (made / "one").rmdir()
    await apps.ask("remote-ide/v1/apps")
    assert paths(apps) == []


async def test_they_end_with_the_program_but_not_with_its_restart(apps, made):
    await opened(apps, f"{made}/one")
    await apps.until("plain", "running")
    await apps.ask("remote-ide/v1/apps/plain/restart", "POST", body="{}")
    await apps.until("plain", "running")
    assert paths(apps) == ["one"]
    await apps.ask("remote-ide/v1/apps/plain/stop", "POST", body="{}")
    assert paths(apps) == []
    await opened(apps, f"{made}/one")  # it is stopped, and stays so
    await apps.ask("remote-ide/v1/apps/plain/start", "POST", body="{}")
    await apps.until("plain", "running")
    assert paths(apps) == []
