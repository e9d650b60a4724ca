"""None for the icon."""

SERVER = "alone"
WHERE_STOCK_FAILS = ("proxy-load-failed", "bad-command", "bad-definition")
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "icon-none": {
        "command": ["page", "icon-none", "{port}"],
        "launcher_entry": {"title": "Icon", "icon_path": None},
    }
}
