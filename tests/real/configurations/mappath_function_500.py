"""Paths are mapped by a function, since the root itself is a 500."""


def below_notes(path):
    return "/notes" + path


c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "mappath-function-500": {
        "command": ["page", "mappath-function-500", "{port}", "--at", "/notes/", "--other", "500"],
        "mappath": below_notes,
    }
}
