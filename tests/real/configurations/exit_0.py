"""Ends with 0 at once."""

WHERE_STOCK_FAILS = ("exited-before-ready",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"exit-0": {"command": ["sh", "-c", "echo nothing to do"]}}
