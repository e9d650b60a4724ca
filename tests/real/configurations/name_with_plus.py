"""A plus in its name."""

WHERE_STOCK_FAILS = ("name-never-matches",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"notes++": {"command": ["page", "notes++", "{port}"]}}
