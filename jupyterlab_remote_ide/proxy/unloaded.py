"""Why jupyter-server-proxy is not there, as far as this server can tell: a word, and what its log said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from jupyterlab_remote_ide.reasons import ProxyProblem
from jupyterlab_remote_ide.redact import mask

EXTENSION = "jupyter_server_proxy"
_LONGEST = 600
_LONGEST_READ = 20_000
# In the list of a command an option and its value stand apart; joined, they are masked like any other.
_OPTION = re.compile(
    r"(?i)(['\"])(--?(?=[\w-]{0,64}?(?:auth|token|passw|secret|key))[\w-]{1,128})\1,\s{0,8}(?=['\"])"
)


@dataclass(frozen=True)
class Unloaded:
    """``reason``: ``proxy-not-loaded`` where nothing tells. ``detail``: one line, masked."""

    reason: ProxyProblem
    detail: str | None = None


def find(
    serverapp: Any,
    load_log: Mapping[str, str],
    secrets: Sequence[str] = (),
    load: Callable[[str], object] = import_module,
) -> Unloaded:
    """Asked once, where its routes are not there after it was to be loaded."""
    line = load_log.get(EXTENSION)
    manager = getattr(serverapp, "extension_manager", None)
    package = dict(getattr(manager, "extensions", None) or {}).get(EXTENSION)
    if package is not None and package.enabled:
        if line is not None:
            return Unloaded("proxy-load-failed", one_line(line, secrets))
        linked = dict(getattr(manager, "linked_extensions", None) or {}).get(EXTENSION)
        return Unloaded("proxy-not-loaded" if linked else "proxy-link-failed")
    if find_spec(EXTENSION) is None:
        return Unloaded("proxy-not-installed")
    if package is None and dict(getattr(serverapp, "jpserver_extensions", None) or {}).get(EXTENSION):
        try:  # jupyter_server has tried before us, and told only its log
            load(EXTENSION)
        except Exception as error:
            return Unloaded("proxy-import-failed", one_line(f"{type(error).__name__}: {error}", secrets))
        return Unloaded("proxy-not-loaded")
    return Unloaded("proxy-disabled")


def one_line(text: str, secrets: Sequence[str]) -> str:
    """What may leave the server of a line of its log, which may quote its configuration."""
    text = _OPTION.sub(r"\1\2 ", " ".join(text.split())[:_LONGEST_READ])
    text = mask(text, secrets)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
