"""Speaks HTTPS only."""

import os

WHERE_STOCK_FAILS = ("tls", "speaks-tls", "https")
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "tls": {"command": ["page", "tls", "{port}", "--tls", os.environ.get("CERTIFICATE", "-")]}
}
