"""A shell that puts it into the background and ends."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {"nohup": {"command": ["sh", "-c", "nohup page nohup {port} >/dev/null 2>&1 &"]}}
