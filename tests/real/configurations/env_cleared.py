"""In the foreground, with an empty environment."""

COPIES = {"page.py": "page"}
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "env-cleared": {
        "command": ["env", "-i", "PATH=/usr/bin:/bin", "python3", "page.py", "env-cleared", "{port}"]
    }
}
