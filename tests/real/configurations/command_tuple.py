"""The command is a tuple."""

SERVER = "alone"
WHERE_STOCK_FAILS = ("wrong-entry", "command-failed")
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"command-tuple": {"command": ("page", "command-tuple", "{port}")}}
