"""Whether an app could be started now. Asked when somebody looks or clicks, never while the server starts."""

from __future__ import annotations

import os
import shutil
from pathlib import PurePath

from .catalog import Entry
from .launch import Definition

_WRAPPERS = frozenset({"sh", "bash", "dash", "env", "nice", "setsid", "exec"})


def obstacle(definition: Definition, entry: Entry) -> tuple[str, str] | None:
    """``(state, reason)`` of an app that cannot be started, or ``None``."""
    if definition.kind == "external":
        return None
    if definition.kind == "unreachable":
        return "missing", definition.fault or "not-configured"
    program = definition.command[0] if definition.command else None
    if program is None or PurePath(program).name in _WRAPPERS:
        wanted: tuple[str, ...] = entry.binaries
    else:
        wanted = () if "{" in program else (program,)
    if wanted and not any(shutil.which(name) for name in wanted):
        if entry.modules and _has_modules():
            return "module-needed", "module-needed"
        return "missing", "program-missing"
    if definition.kind == "absent":
        # Its wrapper looks once, while the server starts; what came later it has not seen.
        return "missing", "needs-server-restart" if wanted else "wrapper-failed"
    return None


def _has_modules() -> bool:
    return bool(os.environ.get("LMOD_CMD") or os.environ.get("MODULESHOME"))
