"""The rig for other languages: starts one program, says in one line of JSON where it is, ends it on a signal.

python -m tests.real.rig.cli server --base-url /a/ --token secret
python -m tests.real.rig.cli hub --user alice --user bob
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import stat
import sys
import threading
from pathlib import Path
from typing import Any

from .accounts import Account, accounts
from .hub import Hub
from .places import ROOT, VENV
from .server import Server


def galata_lab() -> dict[str, Any]:
    """What `jupyterlab.galata.configure_jupyter_server` sets, but for its folders: an account has its own."""
    import jupyterlab  # type: ignore[import-untyped]

    extensions = Path(jupyterlab.__path__[0]) / "galata"
    return {
        "LabApp": {"expose_app_in_browser": True},
        "LabServerApp": {"extra_labextensions_path": [str(extensions)]},
    }


def merge(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {name: {**one.get(name, {}), **other.get(name, {})} for name in one | other}


def _server(account: Account, options: argparse.Namespace) -> Server:
    config: dict[str, Any] = json.loads(options.config)
    if options.galata:
        config = merge({"ServerApp": {"disable_check_xsrf": True}, **galata_lab()}, config)
    return Server(
        account,
        app=options.app,
        base_url=options.base_url,
        token=options.token,
        port=options.port,
        config=config,
        env=json.loads(options.env),
        arguments=options.argument,
        venv=ROOT / options.venv if options.venv else VENV,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="rig", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", choices=["server", "hub"])
    parser.add_argument("--port", type=int)
    parser.add_argument("--base-url", default=None)
    parser.add_argument("--token", help="of a server; empty: no authentication (default: a new one)")
    parser.add_argument("--app", default="lab", choices=["lab", "notebook", "server"])
    parser.add_argument("--galata", action="store_true", help="as galata wants it")
    parser.add_argument("--config", default="{}", help="JSON for jupyter_server_config.json")
    parser.add_argument("--env", default="{}", help="JSON of environment variables")
    parser.add_argument("--argument", action="append", default=[], help="one more for the command line")
    parser.add_argument("--venv", help="another environment of the checkout (.cache/envs/lab42)")
    parser.add_argument("--user", action="append", default=[], help="of a hub: a user to start a server for")
    parser.add_argument("--owner-tokens", action="store_true", help="of a hub: grant tokens!user=<owner>")
    parser.add_argument("--extra", default="", help="of a hub: Python for its configuration")
    options = parser.parse_args()
    options.base_url = options.base_url or ("/jh/" if options.what == "hub" else "/")

    over = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, lambda *_: over.set())
    # Whoever started us is gone when our input ends; a terminal or /dev/null never says so.
    threading.Thread(target=_watch_input, args=(over,), daemon=True).start()

    with accounts("ui") as [account]:
        facts: dict[str, Any] = {"account": account.name, "home": str(account.home), "checkout": str(ROOT)}
        if options.what == "server":
            with _server(account, options) as server:
                facts |= {"url": server.url, "token": server.token, "log": str(server.log_file)}
                facts |= {"root": str(server.root_dir), "pid": server.process.pid if server.process else 0}
                print(json.dumps(facts), flush=True)
                over.wait()
        else:
            with Hub(
                account,
                base_url=options.base_url,
                port=options.port,
                owner_tokens=options.owner_tokens,
                extra=options.extra,
            ) as hub:
                for user in options.user:
                    hub.login(user)
                    hub.spawn(user)
                facts |= {"url": hub.url, "password": hub.password, "log": str(hub.log_file)}
                facts |= {"apiToken": hub.api_token, "pid": hub.process.pid if hub.process else 0}
                print(json.dumps(facts), flush=True)
                over.wait()
        for line in account.left():
            print(f"left behind: {line}", file=sys.stderr)


def _watch_input(over: threading.Event) -> None:
    kind = os.fstat(0).st_mode
    if stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind):
        while os.read(0, 4096):
            pass
        over.set()


if __name__ == "__main__":
    main()
