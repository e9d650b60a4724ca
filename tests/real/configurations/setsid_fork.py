"""setsid --fork: the launcher ends, the program goes on in a session of its own."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {"setsid-fork": {"command": ["setsid", "--fork", "page", "setsid-fork", "{port}"]}}
