"""The port that the site has chosen is another program's of the same account."""

SERVER = "rough"
WHERE_STOCK_FAILS = ("port-taken",)
RUNNING = (["page", "by-hand", "18703"],)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "fixed-port-taken": {"command": ["page", "fixed-port-taken", "{port}"], "port": 18703}
}
