"""No command, and nothing runs."""

WHERE_STOCK_FAILS = ("not-answering",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"port-only-nothing": {"port": 18706}}
