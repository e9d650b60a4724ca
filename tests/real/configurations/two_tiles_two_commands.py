"""Two tiles with the same command and port, told apart by path_info."""

SERVER = "rough"
OPEN = ("two-commands/", "two-commands-admin/admin")
HOLDS = "the page of two-commands"
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "two-commands": {"command": ["page", "two-commands", "{port}"], "port": 18731},
    "two-commands-admin": {
        "command": ["page", "two-commands", "{port}"],
        "port": 18731,
        "launcher_entry": {"path_info": "two-commands-admin/admin"},
    },
}
