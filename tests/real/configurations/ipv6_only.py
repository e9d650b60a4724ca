"""Listens on ::1 only."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {"ipv6-only": {"command": ["page", "ipv6-only", "{port}", "--host", "::1"]}}
