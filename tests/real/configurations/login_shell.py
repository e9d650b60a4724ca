"""A login shell, as for modules and conda."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "login-shell": {"command": ["bash", "-lc", "exec python3 ./page.py login-shell {port}"]}
}
COPIES = {"page.py": "page"}
