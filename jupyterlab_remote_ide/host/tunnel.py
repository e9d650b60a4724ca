"""Where this server is in the eyes of ssh: its node, its port, who reaches it, and the host to log in at."""

from __future__ import annotations

import ipaddress
import os
import pwd
import socket
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .scheduler import batch_of

# Who can connect to the port by themselves: this machine's users, or everybody on the cluster's network.
Reach = Literal["loopback", "cluster"]
Source = Literal["configuration", "environment", "guess"]


@dataclass(frozen=True)
class Place:
    """``target``: by which address the port is reached, from its node where ``reach`` is loopback, else from
    anywhere in the cluster. ``login_host`` is ``None`` where nothing tells one; it is the machine itself
    where ssh leads to it without another host between (``direct``)."""

    user: str
    node: str
    target: str
    port: int
    scheme: str
    reach: Reach
    login_host: str | None
    login_source: Source | None
    direct: bool
    cluster: str
    system: str | None
    job: str | None


def place_of(environ: Mapping[str, str], ip: str, port: int, scheme: str, configured: str = "") -> Place:
    """``ip``: as jupyter_server has it, empty for all addresses. No I/O."""
    batch = batch_of(environ)
    node = (batch and batch.node) or socket.gethostname()
    reach, own = _reach(ip)
    login, source = _login(environ, configured, batch.submit_host if batch else None)
    # Outside a job the address that somebody's ssh arrived at is this machine's.
    direct = login is None or _short(login) == _short(node) or (batch is None and source == "guess")
    return Place(
        user=pwd.getpwuid(os.getuid()).pw_name,
        node=node,
        target=own or node,
        port=port,
        scheme=scheme,
        reach=reach,
        login_host=login,
        login_source=source,
        direct=direct,
        cluster=(batch and batch.cluster) or login or node,
        system=batch.system if batch else None,
        job=batch.id if batch else None,
    )


def _reach(ip: str) -> tuple[Reach, str | None]:
    """And the address to name, ``None`` where the node's name does."""
    if ip in {"", "*"}:
        return "cluster", None
    if ip == "localhost":
        return "loopback", "127.0.0.1"
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return "cluster", ip  # a name
    if address.is_unspecified:
        return "cluster", None
    return ("loopback" if address.is_loopback else "cluster"), f"[{ip}]" if address.version == 6 else ip


def _login(
    environ: Mapping[str, str], configured: str, submit_host: str | None
) -> tuple[str | None, Source | None]:
    if configured:
        return configured, "configuration"
    if submit_host:
        return submit_host, "environment"
    # "client port server port" of the ssh session it was started in; IPv6 cannot be written in all forms.
    words = environ.get("SSH_CONNECTION", "").split()
    if len(words) == 4 and ":" not in words[2]:
        return words[2], "guess"
    return None, None


def _short(host: str) -> str:
    return host if host.replace(".", "").isdigit() else host.split(".")[0].lower()


def is_open_to_others(descriptor: int) -> bool:
    """Whether it is a file that every account of this machine can read, by its mode and its folders'."""
    try:
        known = os.fstat(descriptor)
        if not (stat.S_ISREG(known.st_mode) and known.st_mode & stat.S_IROTH):
            return False
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.parents)
    except OSError:
        return False
