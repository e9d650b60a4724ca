"""A number where the environment wants text."""

WHERE_STOCK_FAILS = ("environment-failed",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "environment-number": {
        "command": ["page", "environment-number", "{port}"],
        "environment": lambda: {"THREADS": 4},
    }
}
