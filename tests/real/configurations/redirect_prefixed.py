"""Redirects to a path that holds the prefix already."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "redirect-prefixed": {
        "command": [
            "page",
            "redirect-prefixed",
            "{port}",
            "--redirect",
            "{base_url}redirect-prefixed/landing",
        ]
    }
}
