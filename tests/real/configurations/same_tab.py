"""In a tab of JupyterLab, without a tile."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "same-tab": {
        "command": ["page", "same-tab", "{port}"],
        "new_browser_tab": False,
        "launcher_entry": {"enabled": False, "title": "Größe", "category": "Werkzeuge"},
    }
}
