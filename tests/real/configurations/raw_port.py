"""No HTTP, on a port."""

WAY = "websocket"
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"raw-port": {"command": ["echo-server", "{port}"], "raw_socket_proxy": True}}
