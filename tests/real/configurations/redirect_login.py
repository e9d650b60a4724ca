"""Sends everybody to a login on another host."""

INSTEAD = "redirects-away"
LEADS_TO = "https://login.example.org/"
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "redirect-login": {
        "command": ["page", "redirect-login", "{port}", "--redirect", "https://login.example.org/"]
    }
}
