"""A letter beyond ASCII in its name."""

OPEN = "gr%C3%B6%C3%9Fe/"
WHERE_STOCK_FAILS = ("name-never-matches",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"größe": {"command": ["page", "größe", "{port}"]}}
