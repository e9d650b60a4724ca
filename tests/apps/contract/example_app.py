"""An app that a package brings: for jupyter-server-proxy, and what is known of it besides."""

from __future__ import annotations

import sys
from typing import Any


def setup() -> dict[str, Any]:
    """Entry point ``files`` of the group ``jupyter_serverproxy_servers``."""
    return {
        "command": [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "{port}"],
        "launcher_entry": {"title": "Files"},
    }


# Entry point ``files`` of the group ``jupyterlab_remote_ide.apps``.
ENTRY = {
    "binaries": [sys.executable],
    "ready_path": "/",
    "install_hint": "Install Python (https://www.python.org).",
}
