"""A daemon: double fork, a session of its own; its launcher ends with 0."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {"daemon": {"command": ["page", "daemon", "{port}", "--daemon", "0"]}}
