"""A shell that puts it into the background and ends with 1."""

SERVER = "rough"
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "nohup-exit-1": {
        "command": ["sh", "-c", "nohup page nohup-exit-1 {port} >/dev/null 2>&1 & sleep 1; exit 1"]
    }
}
