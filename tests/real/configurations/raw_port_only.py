"""No HTTP and no command: a program that runs already."""

WAY = "websocket"
RUNNING = (["echo-server", "18740"],)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"raw-port-only": {"port": 18740, "raw_socket_proxy": True}}
