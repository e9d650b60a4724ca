"""websockify in the background."""

SERVER = "real"
WAY = "websocket"
RUNNING = (["echo-server", "18761"],)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "real-websockify-daemon": {
        "command": ["websockify", "-D", "127.0.0.1:{port}", "127.0.0.1:18761"],
        "timeout": 30,
    }
}
