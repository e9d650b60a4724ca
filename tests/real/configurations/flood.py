"""Writes to the terminal without end."""

SERVER = "rough"
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"flood": {"command": ["page", "flood", "{port}", "--flood"]}}
