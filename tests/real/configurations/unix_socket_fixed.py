"""A unix socket at a path that the site has chosen."""

import os

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "unix-socket-fixed": {
        "command": ["page", "unix-socket-fixed", "{unix_socket}"],
        "unix_socket": os.environ["HOME"] + "/fixed.socket",
    }
}
