"""start-stop-daemon puts it into the background."""

FILES = {
    "start": "#!/bin/sh\nexec start-stop-daemon --start --background --make-pidfile"
    ' --pidfile "$HOME/ssd.pid" --exec "$(command -v page)" -- start-stop-daemon "$1"\n'
}
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"start-stop-daemon": {"command": ["sh", "./start", "{port}"]}}
