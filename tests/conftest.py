"""Signals as tests expect them, and fixtures for tests with an in-process jupyter_server."""

from __future__ import annotations

import os
import signal

import pytest

# Under `nohup`, or in the background of a script, these two are ignored, and so in all that the tests start.
for number, action in ((signal.SIGHUP, signal.SIG_DFL), (signal.SIGINT, signal.default_int_handler)):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, action)

pytest_plugins = ["pytest_jupyter.jupyter_server"]


def pytest_runtest_setup(item):
    if item.get_closest_marker("second_account") and os.getuid() != 0:
        pytest.skip("UNPROVEN: a second account needs root")


@pytest.fixture
def jp_server_config(jp_server_config):
    """Our extension and the proxy under it, found by name rather than by what is installed."""
    jp_server_config.setdefault("ServerApp", {})["jpserver_extensions"] = {
        "jupyter_server_proxy": True,
        "jupyterlab_remote_ide": True,
    }
    return jp_server_config
