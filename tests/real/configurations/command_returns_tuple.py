"""The function that makes the command returns a tuple."""

WHERE_STOCK_FAILS = ("bad-command",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "command-returns-tuple": {"command": lambda port: ("page", "command-returns-tuple", str(port))}
}
