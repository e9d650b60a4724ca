"""Listens on ::."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "all-addresses-v6": {"command": ["page", "all-addresses-v6", "{port}", "--host", "::"]}
}
