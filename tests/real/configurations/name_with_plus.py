"""A plus in its name."""

WHERE_STOCK_FAILS = ("unreachable-name", "not-configured")
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"notes++": {"command": ["page", "notes++", "{port}"]}}
