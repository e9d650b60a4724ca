"""A path is mapped by a table."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "mappath-dict": {
        "command": ["page", "mappath-dict", "{port}", "--at", "/static/index.html"],
        "mappath": {"/": "/static/index.html"},
    }
}
