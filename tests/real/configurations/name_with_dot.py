"""A dot in its name."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {"notes.v2": {"command": ["page", "notes.v2", "{port}"]}}
