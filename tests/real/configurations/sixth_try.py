"""Ends with 1 five times, then works."""

import os

SERVER = "rough"
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "sixth-try": {"command": ["page", "sixth-try", "{port}", "--count", os.environ["HOME"] + "/sixth:5"]}
}
