"""Listens on the machine's own address only, not on localhost."""

import os

WHERE_STOCK_FAILS = ("listens-elsewhere",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "own-address": {
        "command": ["page", "own-address", "{port}", "--host", os.environ.get("OWN_ADDRESS", "127.0.0.2")]
    }
}
