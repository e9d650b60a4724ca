"""A port that the site has chosen, written into the command."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "fixed-port-in-command": {"command": ["page", "fixed-port-in-command", "18702"], "port": 18702}
}
