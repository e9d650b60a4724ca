"""A daemon that starts with an empty environment."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "daemon-env-cleared": {
        "command": [
            *("env", "-i", "PATH=/usr/bin:/bin", "python3", "page.py"),
            *("daemon-env-cleared", "{port}", "--daemon", "0.5"),
        ]
    }
}
COPIES = {"page.py": "page"}
