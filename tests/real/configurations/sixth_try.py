"""Ends with 1 five times, then works."""

import os

SERVER = "rough"
INSTEAD = "crash-loop"  # three deaths in a row are enough: stock tries without end
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "sixth-try": {"command": ["page", "sixth-try", "{port}", "--count", os.environ["HOME"] + "/sixth:5"]}
}
