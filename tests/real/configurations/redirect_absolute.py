"""Redirects to a path from the root."""

WHERE_STOCK_FAILS = ("redirects-away",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "redirect-absolute": {"command": ["page", "redirect-absolute", "{port}", "--redirect", "/landing"]}
}
