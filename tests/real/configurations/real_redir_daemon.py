"""redir goes into the background by itself."""

SERVER = "real"
HOLDS = "the page of by-hand"
RUNNING = (["page", "by-hand", "18763"],)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "real-redir-daemon": {"command": ["redir", "127.0.0.1:{port}", "127.0.0.1:18763"], "timeout": 30}
}
