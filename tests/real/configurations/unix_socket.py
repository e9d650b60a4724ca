"""A unix socket of jupyter-server-proxy's choice."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "unix-socket": {"command": ["page", "unix-socket", "{unix_socket}"], "unix_socket": True}
}
