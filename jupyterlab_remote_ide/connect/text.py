"""What the log of a server and ``jupyter remote-ide tunnel`` both say. No secret is known here."""

from __future__ import annotations

from jupyterlab_remote_ide.host.tunnel import Place

from .commands import commands, local_port

_SOURCES = {
    "environment": "{host} is where the job was submitted.",
    "guess": "{host} is where your ssh session came in.",
}
_DIFFERS = "If you log in at another name, put that in its place."


def address(place: Place, path: str) -> str:
    return f"{place.scheme}://localhost:{local_port(place)}{path}"


def lines(place: Place, path: str) -> list[str]:
    """What to paste where, and what to open. Raises ``UnsafeName``."""
    first = commands(place)[0]
    said = ["On your own computer run, and leave open:", f"    {first['posix']}"]
    if first["form"] == "jump":  # the only form whose line differs
        said += ["On Windows:", f"    {first['windows']}"]
    said += ["Then open in your browser:", f"    {address(place, path)}"]
    if place.login_source in _SOURCES:
        said.append(f"{_SOURCES[place.login_source].format(host=place.login_host)} {_DIFFERS}")
    if place.reach == "cluster":
        said.append("Its port is open to the whole cluster; its token or password alone keeps others out.")
    return said
