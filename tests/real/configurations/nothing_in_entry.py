"""Neither a command nor an address."""

WHERE_STOCK_FAILS = ("not-configured",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"nothing-in-entry": {"launcher_entry": {"title": "Nothing"}}}
