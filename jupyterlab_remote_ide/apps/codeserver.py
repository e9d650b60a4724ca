"""The jupyter-server-proxy server ``code-server``: VS Code in the browser, named by an entry point.

Called once while the server starts, whether or not the program is installed: what it costs, every user pays,
and what it raises would hide the tile. Whether the program is there is asked when somebody wants it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

_ICON = Path(__file__).parent / "icons" / "vscode.svg"
_FLAGS = (
    *("--auth", "none"),
    *("--socket", "{unix_socket}", "--socket-mode", "600"),
    *("--trusted-origins", "*"),
    "--disable-telemetry",
    "--disable-update-check",
    "--ignore-last-opened",
    "--disable-workspace-trust",
)
# Says a line and becomes the program: what it says stands in the log of the app.
_SAY = 'printf \'%s\\n\' "$1"; shift; exec "$@"'


def command(unix_socket: str) -> list[str]:
    """What jupyter-server-proxy is to run, asked at each start. Never raises.

    The user's own configuration counts where it does not move or lock the tile: a cleaned copy of it lies
    beside the socket. jupyter-server-proxy formats what this returns.
    """
    from . import codeserverconfig

    try:
        note = codeserverconfig.copy(f"{unix_socket}.yaml")
        config = "{unix_socket}.yaml"
    except OSError as error:
        note = f"Remote IDE: code-server starts without your settings: {error.strerror}"
        config = os.devnull
    words = ["code-server", "--config", config, *_FLAGS]
    if note is None:
        return words
    return ["sh", "-c", _SAY, "code-server", note.replace("{", "{{").replace("}", "}}"), *words]


def setup() -> dict[str, Any]:
    """The server's definition. Never raises.

    - A unix socket: no other account of this machine can reach it (``--auth none``).
    - The user's own default data folders, so settings and extensions are those of any other code-server.
    - ``--trusted-origins *`` (since code-server 4.15): its own check compares ``Origin`` with ``Host``, which
      a proxy in front may have changed. Jupyter has checked login and origin, nobody else reaches the socket.
    - ``--ignore-last-opened``, because the last opened folder would beat the one asked for.
    - The proxy address of its Ports view is Jupyter's, not its own below ``code-server/``.
      jupyter-server-proxy formats values: doubled braces come out single.
    """
    launcher: dict[str, Any] = {"enabled": True, "title": "VS Code", "path_info": "code-server/"}
    if _ICON.is_file():
        launcher["icon_path"] = str(_ICON)
    return {
        "command": command,
        "environment": {"VSCODE_PROXY_URI": "{base_url}proxy/{{{{port}}}}/"},
        "unix_socket": True,
        "absolute_url": False,
        "timeout": 600.0,
        "new_browser_tab": False,
        "launcher_entry": launcher,
    }
