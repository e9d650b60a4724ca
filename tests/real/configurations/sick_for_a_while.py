"""Works, answers 500 for four seconds, works again."""

AGAIN = (1, 3, 8)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "sick-for-a-while": {"command": ["page", "sick-for-a-while", "{port}", "--sick", "4"]}
}
