"""Speaks no HTTP at all."""

WHERE_STOCK_FAILS = ("not-http",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"not-http": {"command": ["echo-server", "{port}"]}}
