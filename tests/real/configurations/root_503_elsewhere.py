"""Its root is a 503, and path_info says nothing of where its page is; people know the link."""

OPEN = "root-503/viewer/"
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "root-503": {"command": ["page", "root-503", "{port}", "--at", "/viewer/", "--other", "503"]}
}
