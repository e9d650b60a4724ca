"""Needs the variable PORT of Jupyter's own environment."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "inherits-port": {"command": ["page", "inherits-port", "{port}", "--needs", "PORT=18750"]}
}
