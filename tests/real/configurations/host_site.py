"""Answers to the Host of the site only, which an override gives it."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "host-site": {
        "command": ["page", "host-site", "{port}", "--only-host", "notes.example.org"],
        "request_headers_override": {"Host": "notes.example.org"},
    }
}
