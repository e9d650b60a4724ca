"""Fixtures for tests with an in-process jupyter_server."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytest_jupyter.jupyter_server"]


@pytest.fixture
def jp_server_config(jp_server_config):
    """Our extension and the proxy under it, found by name rather than by what is installed."""
    jp_server_config.setdefault("ServerApp", {})["jpserver_extensions"] = {
        "jupyter_server_proxy": True,
        "jupyterlab_remote_ide": True,
    }
    return jp_server_config
