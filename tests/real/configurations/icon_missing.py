"""The file of its icon is not there."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "icon-missing": {
        "command": ["page", "icon-missing", "{port}"],
        "launcher_entry": {"title": "Icon", "icon_path": "/srv/icons/not-there.svg"},
    }
}
