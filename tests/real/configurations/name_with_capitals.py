"""Capitals and underscores in its name."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {"Site_Notes": {"command": ["page", "Site_Notes", "{port}"]}}
