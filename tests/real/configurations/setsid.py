"""setsid before the command."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {"setsid": {"command": ["setsid", "page", "setsid", "{port}"]}}
