"""Listens on 0.0.0.0."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "all-addresses": {"command": ["page", "all-addresses", "{port}", "--host", "0.0.0.0"]}
}
