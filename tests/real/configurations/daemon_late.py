"""A daemon that listens two seconds after its launcher has ended."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {"daemon-late": {"command": ["page", "daemon-late", "{port}", "--daemon", "2"]}}
