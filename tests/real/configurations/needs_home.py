"""Writes into the home folder first."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {"needs-home": {"command": ["page", "needs-home", "{port}", "--home"]}}
