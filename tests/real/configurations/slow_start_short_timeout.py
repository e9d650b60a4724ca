"""Twelve seconds until it listens, and a time-out of five."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "slow-start-short-timeout": {
        "command": ["page", "slow-start-short-timeout", "{port}", "--wait", "12"],
        "timeout": 5,
    }
}
