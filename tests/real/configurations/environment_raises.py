"""The function that makes the environment raises."""

WHERE_STOCK_FAILS = ("environment-failed",)


def environment(port):
    raise KeyError("LICENSE_SERVER")


c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "environment-raises": {
        "command": ["page", "environment-raises", "{port}"],
        "environment": environment,
    }
}
