"""Text where the time-out wants a number."""

SERVER = "alone"
WHERE_STOCK_FAILS = ("wrong-entry",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"timeout-text": {"command": ["page", "timeout-text", "{port}"], "timeout": "20"}}
