"""Whether ``proxy/<port>/`` can reach a listener: listening is not the same as reachable.

jupyter-server-proxy dials ``http://localhost:<port>``; it answers 500 for what listens on another address,
599 for TLS. So what counts is which addresses ``localhost`` has on this machine, and that differs: without
``::1 localhost`` in /etc/hosts an app on ``[::1]`` is out of reach.
"""

from __future__ import annotations

from collections.abc import Collection

from jupyterlab_remote_ide.host.listener import Listener
from jupyterlab_remote_ide.reasons import PortReason


def accepts(listener: Listener, address: str) -> bool:
    """Whether a connection to ``address`` reaches this listener; ``::`` takes both where that is unknown."""
    if listener.address == address:
        return True
    if listener.address == "::":
        return ":" in address or not listener.v6only
    return listener.address == "0.0.0.0" and ":" not in address  # noqa: S104 - compared, not bound


def reach(
    listeners: Collection[Listener],
    localhost: Collection[str],
    foreign: bool,
    others: Collection[Listener] = (),
) -> tuple[str | None, PortReason | None]:
    """``(host part of the proxy path, None)`` or ``(None, reason)``; the host part is empty for localhost.

    ``foreign`` says that another user listens on the same port: then ``localhost`` may lead to them, with all
    the visitor's cookies, and only the address that is surely ours may be linked. ``others``: what this
    account's other programs have on the port; ``localhost`` leads to whoever has its first address.
    """
    if foreign:
        if any(accepts(listener, "127.0.0.1") for listener in listeners):
            return "127.0.0.1:", None
        return None, "other-user-on-port"
    for address in localhost:
        if any(accepts(listener, address) for listener in listeners):
            return "", None
        if any(accepts(listener, address) for listener in others):
            return None, "other-program-on-port"
    addresses = [listener.address for listener in listeners]
    if any(address in ("::", "::1") for address in addresses):
        return None, "ipv6-only"
    if any(address.startswith("127.") for address in addresses):
        return None, "other-loopback"
    return None, "not-on-loopback"
