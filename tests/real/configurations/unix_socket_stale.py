"""An old socket stands at the path that the site has chosen; the program does not remove it."""

import os

SERVER = "rough"
STALE_SOCKETS = ("stale.socket",)
WHERE_STOCK_FAILS = ("crash-loop",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "unix-socket-stale": {
        "command": ["page", "unix-socket-stale", "{unix_socket}"],
        "unix_socket": os.environ["HOME"] + "/stale.socket",
    }
}
