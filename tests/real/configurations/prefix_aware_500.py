"""A server that knows its prefix: 500 everywhere else."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "prefix-aware-500": {
        "command": [
            "page",
            "prefix-aware-500",
            "{port}",
            "--at",
            "{base_url}prefix-aware-500/",
            "--other",
            "500",
        ],
        "absolute_url": True,
    }
}
