"""Variables with places for port and prefix."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "environment-dict": {
        "command": [
            "sh",
            "-c",
            'exec page environment-dict "$WEB_PORT" --needs "WEB_ROOT=$WEB_ROOT" --at "$WEB_ROOT"',
        ],
        "environment": {"WEB_PORT": "{port}", "WEB_ROOT": "{base_url}environment-dict/"},
        "absolute_url": True,
    }
}
