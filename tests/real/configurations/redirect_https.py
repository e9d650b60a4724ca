"""Sends everybody to https on the same host."""

INSTEAD = "redirects-away"
LEADS_TO = "https://127.0.0.1"
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "redirect-https": {"command": ["page", "redirect-https", "{port}", "--redirect", "https://HOST/"]}
}
