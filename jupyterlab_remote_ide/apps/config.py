"""What an administrator sets of apps and of requests to ports: part of ``c.RemoteIDE``."""

from __future__ import annotations

from traitlets import Bool, Dict, HasTraits, Integer, List, Unicode


class Options(HasTraits):
    apps_supervise = Bool(
        True,
        help="Start, stop and watch jupyter-server-proxy's programs ourselves (logs, crash brake, no "
        "orphans). Off: jupyter-server-proxy's own behaviour, tiles only open.",
    ).tag(config=True)
    apps_catalog = Dict(
        help="What is known of an app, by jupyter-server-proxy name: title, binaries, ready_path, "
        "folder_argument, install_hint, modules, wrappers, in_root, opens_files. Merged over the built-in "
        "entries."
    ).tag(config=True)
    apps_host_page = Bool(True, help="Offer the page with a bar around an app opened in a browser tab.").tag(
        config=True
    )
    apps_start_timeout = Integer(
        600, min=1, help="Seconds a program may take until it answers; it is ended after that."
    ).tag(config=True)
    apps_stop_timeout = Integer(5, min=1, help="Seconds between the polite and the final signal.").tag(
        config=True
    )
    apps_environment_remove = List(
        Unicode(),
        ["PORT", "VSCODE_*", "ELECTRON_RUN_AS_NODE"],
        help="Variables (or prefixes ending in *) that programs of the catalog do not inherit; others inherit"
        " everything, as with jupyter-server-proxy alone.",
    ).tag(config=True)

    ports_of_others = Bool(
        False,
        help="Pass requests to proxy/<port>/ on to programs of other accounts, too (a container engine's). "
        "They get the visitor's login.",
    ).tag(config=True)
