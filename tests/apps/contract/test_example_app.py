"""The app that docs/developers/extending.md shows."""

from __future__ import annotations

from types import SimpleNamespace

import example_app
import pytest

from jupyterlab_remote_ide.apps import catalog


@pytest.fixture(autouse=True)
def installed(monkeypatch):
    point = SimpleNamespace(name="files", load=lambda: example_app.ENTRY)
    monkeypatch.setattr(catalog, "entry_points", lambda group: [point] if group == catalog.GROUP else [])


@pytest.fixture
def servers():
    return {"files": example_app.setup()}


async def test_it_is_known_started_and_opened(apps):
    assert (await apps.row("files"))["title"] == "Files"
    assert apps.manager.app("files").entry.install_hint == example_app.ENTRY["install_hint"]
    await apps.open("files")
    await apps.until("files", "running")
    assert "Directory listing" in await apps.get("files")
