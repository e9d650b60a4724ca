"""A starter runs a daemon as another account."""

import os

NEEDS_ROOT = True
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "other-account-daemon": {
        "command": [
            *(
                os.environ.get("STARTER", "-"),
                os.environ.get("OTHER_UID", "-"),
                os.environ.get("OTHER_GID", "-"),
            ),
            *("page", "other-account-daemon", "{port}", "--daemon", "0.5"),
        ]
    }
}
