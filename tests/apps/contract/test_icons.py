"""A picture is offered only where jupyter-server-proxy would send one."""

from __future__ import annotations

import base64
import os
import sys
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import pytest

BACKEND = [sys.executable, "-S", str(Path(__file__).with_name("backend.py")), "{port}"]
SVG = '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"/>'
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
IS_44 = version("jupyter-server-proxy").startswith("4.4")
# Of 4.4.0's bytes a browser sees nothing: it opens the file as text.
SHOWN = {"good", "bytes", "a/b", *(() if IS_44 else ("png", "png-unnamed", "path"))}


@pytest.fixture
def icons(tmp_path):
    files = {
        "good": ("good.svg", SVG.encode()),
        "bytes": ("bytes.svg", b"\xef\xbb\xbf" + SVG.encode()),
        "png": ("icon.png", PNG),
        "png-unnamed": ("icon", PNG),
        "png-as-svg": ("png.svg", PNG),
        "html": ("page.svg", b"<!DOCTYPE html><p>404"),
        "html-as-png": ("page.png", b"<!DOCTYPE html><p>404"),
        "svg-as-text": ("icon.txt", SVG.encode()),
        "packed": ("icon.svgz", b"\x1f\x8b\x08"),
        "empty": ("empty.svg", b""),
    }
    for name, data in files.values():
        (tmp_path / name).write_bytes(data)
    paths = {key: str(tmp_path / name) for key, (name, _) in files.items()}
    os.mkfifo(tmp_path / "pipe.svg")
    paths |= {
        "missing": str(tmp_path / "nowhere.svg"),
        "folder": str(tmp_path),
        "pipe": str(tmp_path / "pipe.svg"),
        "zero": str(tmp_path / "a\0b.svg"),
        "a/b": paths["good"],
        "none": "",
    }
    if not IS_44:
        paths["path"] = tmp_path / "icon.png"
    return paths


@pytest.fixture
def servers(icons):
    servers = {
        name: {"command": BACKEND, "launcher_entry": {"icon_path": path}} for name, path in icons.items()
    }
    hidden = {"icon_path": icons["good"], "enabled": False}
    return {**servers, "hidden": {"command": BACKEND, "launcher_entry": hidden}}


async def test_each_picture_that_is_offered_is_sent(apps, icons, caplog):
    rows = {row["name"]: row for row in (await apps.call("apps"))[1]["apps"]}
    for name in (*icons, "hidden"):
        url = rows[name]["icon_url"]
        assert (url is not None) == (name in SHOWN), name
        if url is not None:
            below = urlsplit(url).path.removeprefix(apps.path)
            reply = await apps.ask(below)
            assert reply.code == 200
            assert reply.body[:3] in (b"<?x", b"\xef\xbb\xbf", b"\x89PN")
            if b"<svg" in reply.body:
                assert reply.headers["Content-Type"].startswith("image/svg+xml")
    assert "Traceback" not in caplog.text


async def test_one_that_cannot_be_read(tmp_path):
    from jupyterlab_remote_ide.proxy.icons import is_shown

    (tmp_path / "x.svg").write_text(SVG)
    assert is_shown(tmp_path / "x.svg", binary=True)
    (tmp_path / "x.svg").chmod(0)
    was = os.geteuid()
    if was == 0:  # root reads everything
        os.seteuid(54321)
    try:
        assert not is_shown(tmp_path / "x.svg", binary=True)
    finally:
        os.seteuid(was)


async def test_of_two_alike_the_picture_is_the_one_that_is_sent(apps, icons):
    """Its list is by name: the last of them wins."""
    from jupyterlab_remote_ide.proxy.definitions import Definitions
    from jupyterlab_remote_ide.proxy.router import walk

    (rule,) = (r for r in walk(apps.serverapp.web_app) if "icons" in (r.target_kwargs or {}))
    rule.target_kwargs["icons"]["good"] = icons["missing"]
    rule.target_kwargs["icons"]["none"] = icons["good"]
    found = {each.name: each for each in Definitions(apps.serverapp.web_app).all()}
    assert found["good"].icon_url is None
    assert found["none"].icon_url is not None
