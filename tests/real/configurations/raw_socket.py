"""No HTTP, on a unix socket."""

WAY = "websocket"
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "raw-socket": {"command": ["echo-server", "{unix_socket}"], "unix_socket": True, "raw_socket_proxy": True}
}
