"""A function makes the command."""


def command(port, base_url):
    return ["page", "command-function", str(port), "--needs", "HOME=" + __import__("os").environ["HOME"]]


c = get_config()  # noqa: F821
c.ServerProxy.servers = {"command-function": {"command": command}}
