"""OpenRefine as jupyter-openrefine-proxy runs it."""

SERVER = "real"
HOLDS = "<title>OpenRefine</title>"
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "real-openrefine": {
        "command": ["openrefine", "-p", "{port}", "-i", "127.0.0.1", "-x", "refine.headless=true"],
        "request_headers_override": {"Host": "127.0.0.1"},
        "timeout": 60,
    }
}
