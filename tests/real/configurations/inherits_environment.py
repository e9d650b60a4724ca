"""Needs a variable of Jupyter's own environment."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "inherits-environment": {
        "command": ["page", "inherits-environment", "{port}", "--needs", "SITE_NAME=cluster one"]
    }
}
