"""The function that makes the command returns None."""

WHERE_STOCK_FAILS = ("command-empty",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"command-returns-none": {"command": lambda port: None}}
