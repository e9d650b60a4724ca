"""The ready ssh commands to a server, by system. Pure; no secret is known here."""

from __future__ import annotations

import hashlib
import re
from typing import Literal

from jupyterlab_remote_ide.host.tunnel import Place

Form = Literal["direct", "through", "jump"]
# What means the same to every shell and to ssh's own files, and is no option.
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._@+-]*")
_TARGET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\]")
_OPTIONS = "-N -o ExitOnForwardFailure=yes -o ServerAliveInterval=30"
_WINDOWS_SSH = r"C:\Windows\System32\OpenSSH\ssh.exe"
_PORTS = range(20_000, 30_000)


class UnsafeName(Exception):
    """A name that a shell or ssh could take for something else."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def local_port(place: Place) -> int:
    """The same for each job of this user on this cluster, so that what an IDE stored goes on working. Not one
    that a local Jupyter takes."""
    digest = hashlib.sha256(f"{place.user}\n{place.cluster}".encode()).digest()
    return _PORTS[int.from_bytes(digest[:4], "big") % len(_PORTS)]


def forms(place: Place) -> list[Form]:
    """The one that fits first."""
    if place.direct:
        return ["direct"]
    # A jump needs that people may log in at the node; the other, that the login host reaches the port.
    return ["jump"] if place.reach == "loopback" else ["through", "jump"]


def commands(place: Place) -> list[dict[str, str]]:
    """``{form, posix, windows, ssh_config}`` of each form. Raises ``UnsafeName``."""
    _check("user", place.user, _USER)
    _check("node", place.node, _HOST)
    _check("address", place.target, _TARGET)
    if place.login_host is not None:
        _check("login host", place.login_host, _HOST)
    return [_command(place, form) for form in forms(place)]


def _check(what: str, name: str, allowed: re.Pattern[str]) -> None:
    if not allowed.fullmatch(name):
        raise UnsafeName(what)


def _command(place: Place, form: Form) -> dict[str, str]:
    here = f"127.0.0.1:{local_port(place)}"
    login = f"{place.user}@{place.login_host}"
    # Where ssh ends on the node itself, a port that all addresses share is at its loopback, too.
    on_node = "127.0.0.1" if place.target == place.node else place.target
    there = f"{place.target if form == 'through' else on_node}:{place.port}"
    host = place.node if form == "jump" or place.login_host is None else place.login_host
    line = f"{_OPTIONS} -L {here}:{there} {place.user}@{host}"
    config = [
        f"Host jupyter-{re.sub(r'[^A-Za-z0-9.-]', '-', place.cluster)}",
        f"HostName {host}",
        f"User {place.user}",
        *([f"ProxyJump {login}"] if form == "jump" else []),
        f"LocalForward {here} {there}",
        "ExitOnForwardFailure yes",
        "ServerAliveInterval 30",
    ]
    # Windows' -J starts "ssh" by a path that some of its versions do not have.
    over = f'-o ProxyCommand="{_WINDOWS_SSH} -W %h:%p {login}" '
    return {
        "form": form,
        "posix": f"ssh {f'-J {login} ' if form == 'jump' else ''}{line}",
        "windows": f"ssh.exe {over if form == 'jump' else ''}{line}",
        "ssh_config": "\n    ".join(config) + "\n",
    }
