"""The jupyter-server-proxy server ``code-server``: VS Code in the browser, named by an entry point.

Called once while the server starts, whether or not the program is installed: what it costs, every user pays,
and what it raises would hide the tile. Whether the program is there is asked when somebody wants it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

_ICON = Path(__file__).with_name("code-server.svg")


def setup() -> dict[str, Any]:
    """The server's definition. Never raises.

    - A unix socket: no other account of this machine can reach it (``--auth none``).
    - The user's own default data folders, so settings and extensions are those of any other code-server.
    - ``--ignore-last-opened``, because the last opened folder would beat the one asked for.
    - The proxy address of its Ports view is Jupyter's, not its own below ``code-server/``.
      jupyter-server-proxy formats values: doubled braces come out single.
    """
    launcher: dict[str, Any] = {"enabled": True, "title": "VS Code", "path_info": "code-server/"}
    if _ICON.is_file():
        launcher["icon_path"] = str(_ICON)
    return {
        "command": [
            "code-server",
            "--auth",
            "none",
            "--socket",
            "{unix_socket}",
            "--socket-mode",
            "600",
            "--disable-telemetry",
            "--disable-update-check",
            "--ignore-last-opened",
            "--disable-workspace-trust",
        ],
        "environment": {"VSCODE_PROXY_URI": "{base_url}proxy/{{{{port}}}}/"},
        "unix_socket": True,
        "absolute_url": False,
        "timeout": 600.0,
        "new_browser_tab": False,
        "launcher_entry": launcher,
    }
