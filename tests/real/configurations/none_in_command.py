"""None in the command."""

SERVER = "alone"
WHERE_STOCK_FAILS = ("proxy-load-failed", "bad-command", "bad-definition")
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"none-in-command": {"command": ["page", "none-in-command", "{port}", None]}}
