"""What an administrator can set: one traitlets class, ``c.RemoteIDE``."""

from __future__ import annotations

from traitlets import Bool, Dict, Enum, Integer, List, Unicode
from traitlets.config import Configurable

DAY = 86_400


class RemoteIDE(Configurable):
    """Configuration of Remote IDE; every switch that turns something off is told to the user as a reason."""

    apitokens_enabled = Bool(True, help="Let users make named, expiring API tokens on a plain server.").tag(
        config=True
    )
    apitokens_storage = Enum(
        ["file", "memory"],
        "file",
        help="Keep hashes of API tokens in a 0600 file of the user's Jupyter data folder, or in memory only.",
    ).tag(config=True)
    apitokens_default_lifetime = Integer(
        7 * DAY, min=1, help="Seconds a new API token lives where its maker names no other time."
    ).tag(config=True)
    apitokens_max_lifetime = Integer(
        30 * DAY, min=1, help="The longest an API token may live, in seconds; longer wishes are clamped."
    ).tag(config=True)

    ports_enabled = Bool(True, help="List the user's own listening ports.").tag(config=True)
    ports_method = Enum(
        ["auto", "sock-diag", "sock-diag-v2", "procfs"],
        "auto",
        help="How listening sockets are found; 'auto' takes the cheapest that this kernel allows.",
    ).tag(config=True)
    ports_probe = Bool(True, help="Ask each new own port once whether it speaks HTTP.").tag(config=True)

    ports_of_others = Bool(
        False,
        help="Pass requests to proxy/<port>/ on to programs of other accounts, too (a container engine's). "
        "They get the visitor's login.",
    ).tag(config=True)

    apps_supervise = Bool(
        True,
        help="Start, stop and watch jupyter-server-proxy's programs ourselves (logs, crash brake, no "
        "orphans). Off: jupyter-server-proxy's own behaviour, tiles only open.",
    ).tag(config=True)
    apps_catalog = Dict(
        help="What is known of an app, by jupyter-server-proxy name: title, binaries, ready_path, "
        "folder_argument, install_hint, modules, wrappers, in_root. Merged over the built-in entries."
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
