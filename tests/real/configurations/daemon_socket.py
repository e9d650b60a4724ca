"""A daemon on a unix socket."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "daemon-socket": {
        "command": ["page", "daemon-socket", "{unix_socket}", "--daemon", "0.5"],
        "unix_socket": True,
    }
}
