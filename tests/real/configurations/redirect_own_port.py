"""Sends everybody to http://localhost:<its own port>/, which no browser elsewhere reaches."""

WHERE_STOCK_FAILS = ("redirects-away",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "redirect-own-port": {
        "command": ["page", "redirect-own-port", "{port}", "--redirect", "http://localhost:{port}/landing"]
    }
}
