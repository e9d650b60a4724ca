"""A token in the query of path_info, without which it is a 500."""

OPEN = "path-info-query-500/?tkn=sesame"
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "path-info-query-500": {
        "command": ["page", "path-info-query-500", "{port}", "--query", "tkn=sesame", "--other", "500"],
        "launcher_entry": {"title": "Query", "path_info": "path-info-query-500/?tkn=sesame"},
    }
}
