"""Who asks, what this server is, what may be done here, and how long it lasts."""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, cast

from jupyterlab_remote_ide._version import __version__
from jupyterlab_remote_ide.checks import Check
from jupyterlab_remote_ide.host.cgroup import ControlGroups
from jupyterlab_remote_ide.host.scheduler import job_of
from jupyterlab_remote_ide.reasons import ServerWarning
from jupyterlab_remote_ide.visitor import Capability, Visitor, no

_SOON_SECONDS = 900.0
# What ends the server where nobody works.
_IDLE = ("server_timeout", "hub_timeout")


class Facts(Protocol):
    """What the server knows of itself (``server.Server``)."""

    @property
    def base_url(self) -> str: ...
    def hub(self) -> dict[str, object] | None: ...
    def warnings(self) -> list[ServerWarning]: ...
    def idle(self) -> dict[str, object]: ...
    def folder(self) -> str | None: ...


class Tells(Protocol):
    """What ``status`` asks of each feature."""

    def capabilities(self, visitor: Visitor) -> Mapping[str, Capability]: ...
    def warnings(self) -> Sequence[ServerWarning]: ...
    def details(self) -> Mapping[str, str]: ...


class SessionManager:
    """``features`` are asked at each request: those that are created later are among them.

    ``mode`` is a word of the contract, from API tokens.
    """

    def __init__(
        self, facts: Facts, features: Mapping[str, Tells], mode: Callable[[Visitor], str], log: logging.Logger
    ) -> None:
        self._facts = facts
        self._features = features
        self._mode = mode
        self._log = log

    def status(self, visitor: Visitor) -> dict[str, object]:
        """``Status`` of the contract. No I/O."""
        hub = self._facts.hub()
        owner = hub["user"] if hub is not None else (visitor.username if visitor.owner else None)
        capabilities: dict[str, object] = {}
        warnings: list[ServerWarning] = []
        details: dict[str, str] = {}
        for name, feature in self._features.items():
            try:
                found = {word: each.to_json() for word, each in feature.capabilities(visitor).items()}
                warnings += feature.warnings()
                details |= feature.details()
            except Exception:  # one feature's trouble must not take the page's only look at the others
                self._log.exception("Remote IDE: %s cannot tell what it can do", name)
                warnings.append(cast("ServerWarning", f"{name}-failed"))
            else:
                capabilities |= found
        return {
            "now": time.time(),
            "version": __version__,
            "mode": self._mode(visitor),
            "owner": owner or None,
            "visitor": visitor.username,
            "is_owner": visitor.owner,
            "server_name": hub["server_name"] if hub is not None else "",
            "base_url": self._facts.base_url,
            "hub": hub,
            "capabilities": capabilities,
            "warnings": list(dict.fromkeys(warnings)),
            "details": details,
        }

    def session(self) -> dict[str, object]:
        """``Session`` of the contract: the browser counts down from ``now`` itself."""
        job = job_of(os.environ)
        groups = ControlGroups()
        return {
            "now": time.time(),
            "host": socket.gethostname(),
            "folder": self._facts.folder(),
            "job": {"id": job.id, "name": job.name} if job.id is not None else None,
            "start_time": job.start_time,
            "end_time": job.end_time,
            "end_time_source": job.end_time_source,
            "resources": {"memory_limit": groups.memory_limit(), "cpu_count": groups.cpu().count},
            "idle": self._facts.idle(),
        }

    def checks(self) -> list[Check]:
        """Whether what is connected now stays so."""
        end = job_of(os.environ).end_time
        found = [Check("time-left")]
        if end is not None and end - time.time() < _SOON_SECONDS:
            at = time.strftime("%H:%M", time.localtime(end))
            said = f"The server's job ends at {at}; so does every connection."
            found = [Check("time-left", False, "job-ends-soon", said, {"end_time": end})]
        idle = self._facts.idle()
        limits = [value for name in _IDLE if isinstance(value := idle[name], int) and value > 0]
        if limits:
            said = f"The server stops when nobody used it for {max(1, min(limits) // 60)} minutes."
            found.append(Check("idle", None, "idle-stop", said, {"seconds": min(limits)}))
        return found

    def capability(self) -> Capability:
        """Whether the server can be stopped from here."""
        return no("hub-only" if self._facts.hub() is not None else "no-hub")

    def warnings(self) -> list[ServerWarning]:
        return self._facts.warnings()
