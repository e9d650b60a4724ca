"""Paths are mapped by a function."""

OPEN = "mappath-function/2024"


def below_notes(path):
    return "/notes" + path


c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "mappath-function": {
        "command": ["page", "mappath-function", "{port}", "--at", "/notes/2024"],
        "mappath": below_notes,
    }
}
