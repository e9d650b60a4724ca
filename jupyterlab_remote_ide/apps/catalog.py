"""What is known of programs, by the name of their jupyter-server-proxy server. Data; the rest of ``apps``
treats known and unknown programs alike.

An administrator changes or adds entries with the trait ``RemoteIDE.apps_catalog``; another package with the
entry point group ``jupyterlab_remote_ide.apps``: ``name = module:value``, value a dict or a function that
returns one, keys as the fields of ``Entry``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from importlib.metadata import entry_points
from typing import Any

from jupyterlab_remote_ide.redact import one_line

GROUP = "jupyterlab_remote_ide.apps"
# Below the base URL.
ICONS = "remote-ide/icons"
# What people look for first.
_FIRST = ("code-server", "codeserver", "vscode", "openvscode", "rstudio", "desktop-websockify")


@dataclass(frozen=True)
class Entry:
    """``icon``: a URL; a relative one counts from the base URL. ``binaries``: any of these on PATH (or
    absolute) will do. ``ready_path``: must answer below 500 before the app counts as running.
    ``health_path``: asked while somebody watches; one that is no use of the program.
    ``folder_argument``: the query argument of its page that opens a folder (absolute path).
    ``modules``: environment modules that may provide it. ``install_hint``: a sentence for the user.
    ``page``: the first path segment of its page, where another handler serves that. ``wrappers``:
    packages whose function makes its command, and finds the program by ``binaries`` alone.
    ``in_root``: it starts in the root folder of the file browser. ``opens_files``: its page opens files as
    VS Code's does.
    """

    title: str | None = None
    icon: str | None = None
    binaries: tuple[str, ...] = ()
    ready_path: str = "/"
    health_path: str | None = None
    folder_argument: str | None = None
    install_hint: str | None = None
    modules: tuple[str, ...] = ()
    page: str | None = None
    wrappers: tuple[str, ...] = ()
    in_root: bool = False
    opens_files: bool = False


_VSCODE = Entry(
    title="VS Code",
    icon=f"{ICONS}/vscode.svg",
    binaries=("code-server",),
    health_path="/healthz",  # does not touch the heartbeat that ends an idle code-server
    folder_argument="folder",
    install_hint="Install code-server (https://coder.com/docs/code-server/install) and put it on PATH.",
    modules=("code-server",),
    wrappers=("jupyterlab_remote_ide",),
    in_root=True,
    opens_files=True,
)
BUILT_IN: Mapping[str, Entry] = {
    "code-server": _VSCODE,
    "codeserver": _VSCODE,
    "vscode": replace(
        _VSCODE,
        binaries=("code-server", "openvscode-server"),
        health_path=None,
        wrappers=("jupyter_vscode_proxy",),
    ),
    "openvscode": replace(
        _VSCODE,
        binaries=("openvscode-server",),
        health_path=None,
        install_hint="Install openvscode-server and put it on PATH.",
        modules=("openvscode-server",),
    ),
    "rstudio": Entry(
        title="RStudio",
        icon=f"{ICONS}/rstudio.svg",
        binaries=("rserver", "/usr/lib/rstudio-server/bin/rserver", "/usr/lib/rstudio/bin/rserver"),
        install_hint="Install RStudio Server (https://posit.co/download/rstudio-server/).",
        modules=("rstudio-server", "rstudio"),
        wrappers=("jupyter_rsession_proxy",),
    ),
    "desktop-websockify": Entry(
        title="Desktop",
        icon=f"{ICONS}/desktop.svg",
        binaries=("vncserver",),
        install_hint="Install TigerVNC or TurboVNC (vncserver) and a desktop such as Xfce.",
        modules=("tigervnc", "turbovnc"),
        page="desktop",
        wrappers=("jupyter_remote_desktop_proxy",),
    ),
    "positron": Entry(
        title="Positron",
        binaries=(
            "positron-server",
            "/usr/lib/positron-server/bin/positron-server",
            "/opt/positron-server/bin/positron-server",
        ),
        install_hint="Install Positron Server and put it on PATH.",
        modules=("positron-server",),
        wrappers=("jupyter_positron_server",),
    ),
    "openrefine": Entry(
        title="OpenRefine",
        binaries=("refine", "/opt/openrefine/refine"),
        install_hint="Install OpenRefine (https://openrefine.org/download).",
        modules=("openrefine",),
        wrappers=("jupyter_openrefine_proxy",),
    ),
    "marimo": Entry(title="marimo", install_hint="Install marimo: pip install marimo"),
    "sshd": Entry(
        title="SSH",
        binaries=("sshd", "/usr/sbin/sshd"),
        install_hint="Install the OpenSSH server.",
        wrappers=("jupyter_sshd_proxy",),
    ),
}
_NAMES = {field.name for field in fields(Entry)}
_SWITCHES = ("in_root", "opens_files")
_LISTS = ("binaries", "modules", "wrappers")


def order(name: str, title: str) -> tuple[int, str]:
    """Where an app stands among the others: VS Code, RStudio and the Desktop first, then by title."""
    return _FIRST.index(name) if name in _FIRST else len(_FIRST), title.casefold()


def entry_from(base: Entry, values: Mapping[str, Any]) -> Entry:
    """``base`` with some fields replaced. Raises ``ValueError`` for what no entry can hold."""
    clean: dict[str, Any] = {}
    for name, value in values.items():
        if name not in _NAMES:
            msg = f"unknown field {name!r}"
            raise ValueError(msg)
        if name in _LISTS:
            value = (value,) if isinstance(value, str) else tuple(value)
            good = all(isinstance(item, str) for item in value)
        elif name in _SWITCHES:
            good = isinstance(value, bool)
        else:
            good = value is None or isinstance(value, str)
        if not good or (name == "ready_path" and not str(value).startswith("/")):
            msg = f"bad value for {name!r}"
            raise ValueError(msg)
        clean[name] = one_line(value) if name == "title" and value else value
    return replace(base, **clean)


def load(configured: Mapping[str, Any], log: logging.Logger) -> Callable[[str], Entry]:
    """The catalog as a look-up that knows every name. A bad entry is told in the log and left out.

    Entry points are read at the first look-up: it walks the metadata of all installed packages.
    """
    merged: dict[str, Entry] | None = None

    def merge(entries: dict[str, Entry], name: str, values: Any) -> None:
        try:
            if not isinstance(values, Mapping):
                msg = "not a dict"
                raise ValueError(msg)
            entries[name] = entry_from(entries.get(name, Entry()), values)
        except (TypeError, ValueError) as error:
            log.warning("Remote IDE: the catalog entry %r is left out: %s", name, error)

    def look_up(name: str) -> Entry:
        nonlocal merged
        if merged is None:
            merged = dict(BUILT_IN)
            for point in entry_points(group=GROUP):
                try:
                    value = point.load()
                    values = value() if callable(value) else value
                except Exception as error:
                    log.warning("Remote IDE: the catalog entry point %r failed: %s", point.name, error)
                    continue
                merge(merged, point.name, values)
            for key, values in configured.items():
                merge(merged, key, values)
        return merged.get(name, Entry())

    return look_up
