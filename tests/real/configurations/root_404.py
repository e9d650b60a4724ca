"""Its root is a 404, its page stands where path_info says."""

OPEN = "root-404/app/home"
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "root-404": {
        "command": ["page", "root-404", "{port}", "--at", "/app/home"],
        "launcher_entry": {"title": "Root 404", "path_info": "root-404/app/home"},
    }
}
