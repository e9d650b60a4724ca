"""Ends with 1 at once."""

SERVER = "rough"
WHERE_STOCK_FAILS = ("crash-loop",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "exit-1": {"command": ["sh", "-c", "echo the licence has run out; sleep 0.1; exit 1"]}
}
