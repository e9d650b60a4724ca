"""A function makes the command, with a unix socket."""


def command(unix_socket):
    return ["page", "command-function-socket", unix_socket]


c = get_config()  # noqa: F821
c.ServerProxy.servers = {"command-function-socket": {"command": command, "unix_socket": True}}
