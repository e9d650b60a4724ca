"""The folder of the unix socket that the site has chosen is not there."""

import os

SERVER = "rough"
WHERE_STOCK_FAILS = ("crash-loop",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "unix-socket-no-folder": {
        "command": ["page", "unix-socket-no-folder", "{unix_socket}"],
        "unix_socket": os.environ["HOME"] + "/run/not-there/app.socket",
    }
}
