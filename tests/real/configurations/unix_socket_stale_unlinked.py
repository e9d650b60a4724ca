"""An old socket stands at the path that the site has chosen; the program removes it first."""

import os

STALE_SOCKETS = ("unlinked.socket",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "unix-socket-stale-unlinked": {
        "command": ["page", "unix-socket-stale-unlinked", "{unix_socket}", "--unlink"],
        "unix_socket": os.environ["HOME"] + "/unlinked.socket",
    }
}
