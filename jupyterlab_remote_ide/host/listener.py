"""What a scanner finds: the socket rows of this network namespace, pure data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, Protocol


class ScanFailed(Exception):
    """This way of scanning cannot work here, or stopped working; ``reason`` is the system's word for it."""

    def __init__(self, method: str, reason: str) -> None:
        super().__init__(f"{method}: {reason}")
        self.method = method
        self.reason = reason


class Listener(NamedTuple):
    """One listening TCP socket. ``inode`` is unique while the socket lives, so it is the row's identity."""

    address: str
    port: int
    inode: int
    v6only: bool | None = None  # None: an IPv4 socket, or a method that cannot tell

    @property
    def ipv6(self) -> bool:
        return ":" in self.address


@dataclass(frozen=True)
class Scan:
    """One look at the sockets.

    ``own`` holds the listeners of the wanted uid only. Of all others nothing is kept but their port numbers:
    they are needed to see that two users hold one port, and must never get further.
    ``partial`` says that the kernel answered in several pieces, between which a row can be missed.
    """

    own: tuple[Listener, ...]
    foreign_ports: frozenset[int] = field(default_factory=frozenset)
    partial: bool = False


class Scanner(Protocol):
    """A way to list the listening sockets."""

    method: str
    cost: float  # seconds the last scan took; 0.0 where a scan is too cheap to matter

    def scan(self) -> Scan | None:
        """All listeners, or ``None`` when nothing changed since the last call. Raises ``ScanFailed``."""

    def close(self) -> None:
        """Give back what is open; the next ``scan`` starts anew and never returns ``None``."""
