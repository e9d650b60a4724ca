"""A shell that waits for its program."""

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "shell-that-stays": {"command": ["bash", "-c", "cd /tmp && page shell-that-stays {port}; echo over"]}
}
