"""A program on the PATH, a free port."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {"plain": {"command": ["page", "plain", "{port}"]}}
