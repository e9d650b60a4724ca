"""Its root is a 500, its page stands where path_info says."""

OPEN = "root-500/app/home"
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "root-500": {
        "command": ["page", "root-500", "{port}", "--at", "/app/home", "--other", "500"],
        "launcher_entry": {"title": "Root 500", "path_info": "root-500/app/home"},
    }
}
