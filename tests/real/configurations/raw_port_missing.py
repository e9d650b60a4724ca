"""No HTTP, and the program is not there."""

WAY = "websocket"
WHERE_STOCK_FAILS = ("program-missing",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "raw-port-missing": {"command": ["no-such-sshd", "{port}"], "raw_socket_proxy": True}
}
