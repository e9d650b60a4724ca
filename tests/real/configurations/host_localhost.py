"""Answers to the Host localhost only, which an override gives it."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "host-localhost": {
        "command": ["page", "host-localhost", "{port}", "--only-host", "localhost"],
        "request_headers_override": {"Host": "localhost"},
    }
}
