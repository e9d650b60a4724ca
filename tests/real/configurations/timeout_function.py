"""A function where the time-out wants a number."""

SERVER = "alone"
WHERE_STOCK_FAILS = ("proxy-load-failed", "bad-command", "bad-definition")


def timeout():
    return 20


c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "timeout-function": {"command": ["page", "timeout-function", "{port}"], "timeout": timeout}
}
