"""Where a request to a port of this machine may go, so that it never reaches another account's program.

A proxied request carries the visitor's cookie and token. jupyter-server-proxy dials ``localhost``, which may
lead to ``::1`` first, where another account can listen on the same port.
"""

from __future__ import annotations

from jupyterlab_remote_ide.host.listener import Scan, ScanFailed

from .machine import Machine
from .reach import accepts

LOCALHOST = "localhost"


class Dial:
    """One look at the kernel's tables per question: tens of microseconds, and nothing is kept open."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def __call__(self, port: int, host: str = LOCALHOST) -> str | None:
        """The host to dial instead of ``host``, or ``None`` where that would reach another account.

        Where the machine cannot be asked it is ``host``, as without us.
        """
        scan = self._scan()
        if scan is None or port not in scan.foreign_ports:
            return host
        own = [listener for listener in scan.own if listener.port == port]
        address = "127.0.0.1" if host == LOCALHOST else host
        # The kernel lets nobody else listen where a connection reaches this one.
        return address if any(accepts(listener, address) for listener in own) else None

    def _scan(self) -> Scan | None:
        for scanner in self._machine.scanners():
            try:
                return scanner.scan()
            except ScanFailed:
                continue
            finally:
                scanner.close()
        return None
