"""A slash in its name."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {"group/notes": {"command": ["page", "group/notes", "{port}"]}}
