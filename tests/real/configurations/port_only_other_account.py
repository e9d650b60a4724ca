"""No command: a service of another account."""

NEEDS_ROOT = True
HOLDS = "the page of site-service"
RUNNING_AS_OTHER = (["page", "site-service", "18707"],)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"port-only-other-account": {"port": 18707}}
