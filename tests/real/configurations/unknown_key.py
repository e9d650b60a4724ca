"""A key that jupyter-server-proxy does not know (any more)."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "unknown-key": {"command": ["page", "unknown-key", "{port}"], "new_browser_window": True}
}
