"""A program that is only on the PATH of its own environment."""

import os

FILES = {"tools/bin/lab-notes": "#!/bin/sh\nexec page own-path $1\n"}
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "own-path": {
        "command": ["lab-notes", "{port}"],
        "environment": {"PATH": os.getcwd() + "/tools/bin:" + os.environ["PATH"]},  # noqa: PTH109
    }
}
