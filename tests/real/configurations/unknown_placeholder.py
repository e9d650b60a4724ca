"""A place in the command that nobody fills."""

WHERE_STOCK_FAILS = ("unknown-placeholder",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"unknown-placeholder": {"command": ["page", "unknown-placeholder", "{prot}"]}}
