"""A token in the query of path_info, without which it is a 403."""

OPEN = "path-info-query/?tkn=sesame"
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "path-info-query": {
        "command": ["page", "path-info-query", "{port}", "--query", "tkn=sesame", "--other", "403"],
        "launcher_entry": {"title": "Query", "path_info": "path-info-query/?tkn=sesame"},
    }
}
