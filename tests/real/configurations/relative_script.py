"""A script relative to the folder that Jupyter was started in."""

FILES = {"start.sh": "#!/bin/sh\nexec page relative-script $1\n"}
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"relative-script": {"command": ["./start.sh", "{port}"]}}
