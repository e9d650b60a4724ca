"""Logs in for its users by a header of its own."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "basic-login": {
        "command": ["page", "basic-login", "{port}", "--login", "site:sesame"],
        "request_headers_override": {"Authorization": "Basic c2l0ZTpzZXNhbWU="},
    }
}
