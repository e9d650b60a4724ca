"""A file relative to the folder that Jupyter was started in."""

COPIES = {"app/main.py": "page"}
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "relative-command": {"command": ["python3", "app/main.py", "relative-command", "{port}"]}
}
