"""Twelve seconds until it listens, and time for it."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "slow-start": {"command": ["page", "slow-start", "{port}", "--wait", "12"], "timeout": 30}
}
