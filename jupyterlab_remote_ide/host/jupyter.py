"""What the Jupyter server around us knows of its own: kernels, terminals, open notebooks."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from typing import Any

from . import ownfile

_MAX_BYTES = 64 * 1024
_PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")


class Jupyter:
    """Reads the running managers, all of which may be absent or of another make: then nothing is known."""

    def __init__(self, serverapp: Any, log: logging.Logger) -> None:
        self._app = serverapp
        self._log = log
        self._files: dict[str, tuple[float, frozenset[int]]] = {}
        self.server_pid = os.getpid()

    def kernels(self) -> Mapping[int, str]:
        """Kernel id by pid, for the kernels this server started."""
        manager = getattr(self._app, "kernel_manager", None)
        found: dict[int, str] = {}
        for kernel_id in list(getattr(manager, "list_kernel_ids", list)()):
            pid = getattr(getattr(self._kernel(kernel_id), "provisioner", None), "pid", None)
            if isinstance(pid, int):
                found[pid] = kernel_id
        return found

    def kernel_ports(self, files: bool = True) -> frozenset[int]:
        """The ports of our kernels; with ``files``, which blocks as the disk does, of consoles' too."""
        manager = getattr(self._app, "kernel_manager", None)
        ports: set[int] = set()
        for kernel_id in list(getattr(manager, "list_kernel_ids", list)()):
            kernel = self._kernel(kernel_id)
            ports.update(int(getattr(kernel, name, 0) or 0) for name in _PORTS)
        return frozenset(ports.union(*(self._connection_files() if files else ())) - {0})

    def terminals(self) -> Mapping[int, str]:
        """Terminal name by the pid of its shell."""
        manager = getattr(self._app, "web_app", None) and self._app.web_app.settings.get("terminal_manager")
        found: dict[int, str] = {}
        for name, terminal in dict(getattr(manager, "terminals", None) or {}).items():
            pid = getattr(getattr(terminal, "ptyproc", None), "pid", None)
            if isinstance(pid, int):
                found[pid] = str(name)
        return found

    async def notebooks(self) -> Mapping[str, str]:
        """The path of the notebook (or console) of each kernel id."""
        manager = getattr(self._app, "session_manager", None)
        if manager is None:
            return {}
        try:
            sessions = await manager.list_sessions()
            return {row["kernel"]["id"]: row["path"] for row in sessions if row.get("kernel")}
        except Exception:  # a site's own session manager may fail in any way; a path is only a remark
            self._log.debug("Remote IDE: sessions cannot be listed", exc_info=True)
            return {}

    def _kernel(self, kernel_id: str) -> object | None:
        try:
            kernel: object = self._app.kernel_manager.get_kernel(kernel_id)
        except KeyError:
            return None
        return kernel

    def _connection_files(self) -> list[frozenset[int]]:
        """Ports of each ``kernel-*.json``; a file is read once per change."""
        folder = str(getattr(self._app, "runtime_dir", "") or "")
        found: dict[str, tuple[float, frozenset[int]]] = {}
        try:
            entries = [
                e for e in os.scandir(folder) if e.name.startswith("kernel-") and e.name.endswith(".json")
            ]
        except OSError:
            return []
        for entry in entries:
            try:
                changed = entry.stat().st_mtime
                known = self._files.get(entry.path)
                if known is None or known[0] != changed:
                    data = json.loads(ownfile.read(entry.path, _MAX_BYTES))
                    known = (changed, frozenset(int(data.get(name) or 0) for name in _PORTS))
            except ownfile.NotOwn:
                continue
            except (OSError, ValueError, AttributeError, TypeError, RecursionError):
                continue  # half written: its mtime changes
            found[entry.path] = known
        self._files = found
        return [ports for _, ports in found.values()]
