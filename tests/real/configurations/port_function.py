"""A function where the port wants a number."""

SERVER = "alone"
WHERE_STOCK_FAILS = ("proxy-load-failed", "bad-command", "bad-definition")


def port():
    return 18799


c = get_config()  # noqa: F821
c.ServerProxy.servers = {"port-function": {"command": ["page", "port-function", "{port}"], "port": port}}
