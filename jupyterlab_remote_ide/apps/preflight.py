"""Whether an app could be started now, as far as that is known. Asked when somebody looks or clicks.

Only of programs of the catalog is it known how they are found. All others are tried: the system then says.
"""

from __future__ import annotations

import os
import shutil
from pathlib import PurePath

from jupyterlab_remote_ide.proxy.server import Definition
from jupyterlab_remote_ide.reasons import AppReason

from . import execution
from .catalog import Entry
from .launch import AppState


def obstacle(definition: Definition, entry: Entry) -> tuple[AppState, AppReason] | None:
    """``(state, reason)`` of an app that cannot be started, or ``None``."""
    if definition.kind == "external":
        return None
    if definition.kind == "unreachable":
        return "missing", definition.fault or "not-configured"
    if definition.kind == "absent":
        if not entry.binaries:
            return "missing", "wrapper-failed"
        # Its wrapper looks once, while the server starts; what came later it has not seen.
        if any(map(shutil.which, entry.binaries)):
            return "missing", "needs-server-restart"
    elif not is_known(definition, entry) or _is_there(definition, entry):
        return None
    if entry.modules and _has_modules():
        return "module-needed", "module-needed"
    return "missing", "program-missing"


def is_known(definition: Definition, entry: Entry) -> bool:
    """Whether the catalog's entry is about the very program that this server runs, not only of its name."""
    made = definition.maker is not None and definition.maker in entry.wrappers
    return made or (definition.command is not None and _is_named(definition.command[0], entry))


def _is_named(program: str, entry: Entry) -> bool:
    return program in entry.binaries or PurePath(program).name in entry.binaries


def _is_there(definition: Definition, entry: Entry) -> bool:
    command, own = definition.command, definition.environment
    if command is None or not _is_named(command[0], entry):  # its wrapper looks as this server would
        return any(map(shutil.which, entry.binaries))
    # A function may put the program on PATH, or a placeholder may stand in it: it is tried.
    if own is None or "{" in command[0] + own.get("PATH", ""):
        return True
    return execution.find(command[0], {**os.environ, **own}) is not None


def _has_modules() -> bool:
    return bool(os.environ.get("LMOD_CMD") or os.environ.get("MODULESHOME"))
