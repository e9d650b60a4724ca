"""A server that knows its prefix: 404 at its root."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "prefix-aware": {
        "command": ["page", "prefix-aware", "{port}", "--at", "{base_url}prefix-aware/"],
        "absolute_url": True,
    }
}
