"""The program may not be executed."""

FILES = {"tools/ide": "no program\n"}
WHERE_STOCK_FAILS = ("cannot-execute",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"not-executable": {"command": ["./tools/ide", "{port}"]}}
