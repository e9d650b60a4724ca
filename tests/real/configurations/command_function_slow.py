"""A function makes the command and takes its time."""


def command(port):
    import subprocess

    subprocess.run(["sleep", "3"], check=True)
    return ["page", "command-function-slow", str(port)]


c = get_config()  # noqa: F821
c.ServerProxy.servers = {"command-function-slow": {"command": command}}
