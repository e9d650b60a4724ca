"""The command is a tuple."""

SERVER = "alone"
WHERE_STOCK_FAILS = ("proxy-load-failed", "bad-command", "bad-definition")
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"command-tuple": {"command": ("page", "command-tuple", "{port}")}}
