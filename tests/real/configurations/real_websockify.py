"""websockify before a TCP program that runs already."""

SERVER = "real"
WAY = "websocket"
RUNNING = (["echo-server", "18760"],)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "real-websockify": {"command": ["websockify", "127.0.0.1:{port}", "127.0.0.1:18760"], "timeout": 30}
}
