"""A space in its name."""

OPEN = "my%20notes/"
WHERE_STOCK_FAILS = ("name-never-matches",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"my notes": {"command": ["page", "my notes", "{port}"]}}
