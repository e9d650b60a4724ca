"""The function that makes the command raises."""

WHERE_STOCK_FAILS = ("command-failed",)


def command(port):
    raise RuntimeError("no licence on this node")


c = get_config()  # noqa: F821
c.ServerProxy.servers = {"command-raises": {"command": command}}
