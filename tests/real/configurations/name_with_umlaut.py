"""A letter beyond ASCII in its name."""

OPEN = "gr%C3%B6%C3%9Fe/"
WHERE_STOCK_FAILS = ("unreachable-name", "not-configured")
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"größe": {"command": ["page", "größe", "{port}"]}}
