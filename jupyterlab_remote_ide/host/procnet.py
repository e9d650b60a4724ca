"""The kernel's socket table as text, ``/proc/net/tcp`` and ``tcp6``: where netlink is refused.

gVisor and SELinux-confined containers refuse it. The files list every socket and the kernel walks the whole
host's hash for them, several milliseconds even when idle, so the price is measured and the caller slows down.
"""

from __future__ import annotations

import re
import socket
import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from .listener import Listener, Scan, ScanFailed

_FORCE_SECONDS = 10.0
# sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode …; 0A is TCP_LISTEN
_LISTENER = re.compile(
    rb" *\d+: ([0-9A-F]+):([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A "
    rb"[0-9A-F]+:[0-9A-F]+ [0-9A-F]+:[0-9A-F]+ [0-9A-F]+ +(\d+) +\d+ +(\d+) "
)
_LISTENS = b" 0A "


class ProcNet:
    """Scans by reading the two files whole: rows come LISTEN first on Linux, but not on gVisor."""

    method = "procfs"
    cost = 0.0

    def __init__(self, uid: int | None, root: Path = Path("/proc/net")) -> None:
        self._uid = uid
        self._root = root
        self._gate: bytes | None = None
        self._last: Scan | None = None
        self._forced = 0.0

    def scan(self) -> Scan | None:
        """See ``Scanner.scan``. While the two sockstat counters stand still the files are read every 10 s
        only: 4 microseconds instead of milliseconds. A socket that closes as another opens is seen late."""
        start = time.perf_counter()
        gate = self._counters()
        if gate and gate == self._gate and start - self._forced < _FORCE_SECONDS:
            return None
        try:
            scan = self._read()
        except OSError as error:
            self.close()
            raise ScanFailed(self.method, type(error).__name__) from None
        self._gate, self._forced = gate, start
        self.cost = time.perf_counter() - start
        if scan == self._last:
            return None
        self._last = scan
        return scan

    def close(self) -> None:
        self._gate = self._last = None

    def _counters(self) -> bytes:
        """The ``inuse`` numbers of TCP and TCP6 of this network namespace; empty where there are none."""
        found = b""
        for name, prefix in (("sockstat", b"TCP: inuse "), ("sockstat6", b"TCP6: inuse ")):
            try:
                text = (self._root / name).read_bytes()
            except OSError:
                continue
            at = text.find(prefix)
            if at >= 0:
                found += text[at:].split(b"\n", 1)[0].split(b"orphan")[0]
        return found

    def _read(self) -> Scan:
        own: list[Listener] = []
        foreign: set[int] = set()
        for uid, listener in rows(self._root):
            if self._uid is not None and uid != self._uid:
                foreign.add(listener.port)
            else:
                own.append(listener)
        return Scan(tuple(own), frozenset(foreign))


def rows(root: Path = Path("/proc/net")) -> list[tuple[int, Listener]]:
    """All listeners with their uids. Raises ``OSError``."""
    found: list[tuple[int, Listener]] = []
    read = 0
    for name in ("tcp", "tcp6"):
        try:
            text = (root / name).read_bytes()
        except FileNotFoundError:
            continue  # a kernel without IPv6
        read += 1
        for match in _listeners(text):
            host, number, uid, inode = match.groups()
            found.append((int(uid), Listener(_address(host.decode()), int(number, 16), int(inode))))
    if not read:
        raise FileNotFoundError(str(root / "tcp"))
    return found


def _listeners(text: bytes) -> Iterator[re.Match[bytes]]:
    """A busy machine has a listener in a hundred lines: the others are not looked at one by one."""
    at = text.find(_LISTENS)
    while at >= 0:
        if match := _LISTENER.match(text, text.rfind(b"\n", 0, at) + 1):
            yield match
        at = text.find(_LISTENS, at + len(_LISTENS))


@lru_cache(maxsize=256)
def _address(text: str) -> str:
    """The address as it is written there: words of 32 bits in the machine's byte order."""
    raw = bytes.fromhex(text)
    if sys.byteorder == "little":
        raw = b"".join(raw[i : i + 4][::-1] for i in range(0, len(raw), 4))
    return socket.inet_ntop(socket.AF_INET if len(raw) == 4 else socket.AF_INET6, raw)
