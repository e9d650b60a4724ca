"""A port that the site has chosen."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {"fixed-port": {"command": ["page", "fixed-port", "{port}"], "port": 18701}}
