"""Redirects to a relative path."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "redirect-relative": {
        "command": ["page", "redirect-relative", "{port}", "--redirect", "./landing?folder=x"]
    }
}
