"""No command: a program that runs already."""

HOLDS = "the page of by-hand"
RUNNING = (["page", "by-hand", "18705"],)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"port-only": {"port": 18705}}
