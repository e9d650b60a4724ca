"""Ends with 1 twice, then works."""

import os

SERVER = "rough"
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "third-try": {"command": ["page", "third-try", "{port}", "--count", os.environ["HOME"] + "/third:2"]}
}
