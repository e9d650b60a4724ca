"""redir, in the foreground, before a web server that runs already."""

SERVER = "real"
HOLDS = "the page of by-hand"
RUNNING = (["page", "by-hand", "18762"],)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "real-redir": {"command": ["redir", "-n", "127.0.0.1:{port}", "127.0.0.1:18762"], "timeout": 30}
}
