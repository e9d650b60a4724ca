"""Two tiles on one program: one starts it, the other has its port only."""

OPEN = ("two-tiles/", "two-tiles-admin/admin")
HOLDS = "the page of two-tiles"
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "two-tiles": {"command": ["page", "two-tiles", "{port}"], "port": 18730},
    "two-tiles-admin": {"port": 18730},
}
