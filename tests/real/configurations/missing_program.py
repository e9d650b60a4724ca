"""The program is not there."""

WHERE_STOCK_FAILS = ("program-missing",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"missing-program": {"command": ["no-such-ide", "--port", "{port}"]}}
