"""Text where the time-out wants a number."""

SERVER = "alone"
WHERE_STOCK_FAILS = ("proxy-load-failed", "bad-command", "bad-definition")
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"timeout-text": {"command": ["page", "timeout-text", "{port}"], "timeout": "20"}}
