"""Speaks HTTPS only."""

import os

WHERE_STOCK_FAILS = ("speaks-tls",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "tls": {"command": ["page", "tls", "{port}", "--tls", os.environ.get("CERTIFICATE", "-")]}
}
