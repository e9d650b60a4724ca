"""The same program runs already: somebody started it by hand."""

SERVER = "rough"
HOLDS = "the page of running-by-hand"
RUNNING = (["page", "running-by-hand", "18704"],)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"running-by-hand": {"command": ["page", "running-by-hand", "{port}"], "port": 18704}}
