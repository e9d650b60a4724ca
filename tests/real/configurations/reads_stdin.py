"""Reads its input to the end before it serves."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {"reads-stdin": {"command": ["page", "reads-stdin", "{port}", "--stdin"]}}
