"""Listens on another port than the one it was given."""

WHERE_STOCK_FAILS = ("listens-elsewhere",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"other-port": {"command": ["page", "other-port", "18720"]}}
