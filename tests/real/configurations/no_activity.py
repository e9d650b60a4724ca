"""Its use does not count as activity."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "no-activity": {"command": ["page", "no-activity", "{port}"], "update_last_activity": False}
}
