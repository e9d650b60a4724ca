"""A daemon at a port that the site has chosen, started by a script that ends at once."""

FILES = {"service": "#!/bin/sh\npage daemon-of-fixed-port 18710 --daemon 1\necho started\n"}
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"daemon-of-fixed-port": {"command": ["sh", "./service", "start"], "port": 18710}}
