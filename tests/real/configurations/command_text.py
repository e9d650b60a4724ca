"""The command is one text, not a list."""

SERVER = "alone"
WHERE_STOCK_FAILS = ("proxy-load-failed", "bad-command", "bad-definition")
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"command-text": {"command": "page command-text {port}"}}
