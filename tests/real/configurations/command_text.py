"""The command is one text, not a list."""

SERVER = "alone"
WHERE_STOCK_FAILS = ("wrong-entry", "command-failed", "program-missing")
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"command-text": {"command": "page command-text {port}"}}
