"""sudo runs it as another account."""

import os

NEEDS_ROOT = True
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "other-account-sudo": {
        "command": [
            *("sudo", "-n", "-u", os.environ.get("OTHER_NAME", "-")),
            *(os.environ.get("PROGRAMS", "-") + "/page", "other-account-sudo", "{port}"),
        ]
    }
}
