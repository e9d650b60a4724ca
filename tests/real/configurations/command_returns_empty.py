"""The function that makes the command returns an empty list, and nothing runs."""

WHERE_STOCK_FAILS = ("not-answering", "command-empty")
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"command-returns-empty": {"command": lambda port: []}}
