"""The rig for other languages: starts one program, says in one line of JSON where it is, ends it on a signal.

python -m tests.real.rig.cli server --base-url /a/ --token secret
python -m tests.real.rig.cli hub --user alice --user bob

A line on its input is an order, answered by one more line: a signal's name (SIGKILL) or "shutdown" ends the
server so and starts it anew; "stop" ends it; "start {json}" starts it, with another token or config where
JSON names one.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import queue
import signal
import stat
import sys
import threading
from pathlib import Path
from typing import Any

from .accounts import Account, accounts
from .hub import Hub
from .nginx import Nginx
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
    parser.add_argument("--nginx", help="nginx with TLS before it, with this time-out (6s)")
    parser.add_argument("--no-upgrade", action="store_true", help="let that nginx pass no WebSocket")
    options = parser.parse_args()
    options.base_url = options.base_url or ("/jh/" if options.what == "hub" else "/")

    orders: queue.SimpleQueue[str] = queue.SimpleQueue()  # empty is the end
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, lambda *_: orders.put(""))
    # Whoever started us is gone when our input ends; a terminal or /dev/null never says so.
    threading.Thread(target=_watch_input, args=(orders,), daemon=True).start()

    with accounts("ui") as [account]:
        facts = {"account": account.name, "home": str(account.home), "checkout": str(ROOT)}
        if options.what == "server":
            _run_server(_server(account, options), options, facts, orders)
        else:
            _run_hub(account, options, facts, orders)
        for line in account.left():
            print(f"left behind: {line}", file=sys.stderr)


def _run_server(
    server: Server, options: argparse.Namespace, facts: dict[str, str], orders: queue.SimpleQueue[str]
) -> None:
    facts |= {"url": server.url, "token": server.token, "log": str(server.log_file)}
    facts |= {"root": str(server.root_dir)}
    with contextlib.ExitStack() as stack:
        stack.enter_context(server)
        if options.nginx:
            before = _nginx(server.port, options)
            facts["url"] = stack.enter_context(before).url.rstrip("/") + server.base_url
        print(json.dumps(facts), flush=True)
        while order := orders.get():
            word, _, change = order.partition(" ")
            if word == "shutdown":
                server.shutdown()
            elif word != "start":
                server.stop(signal.SIGTERM if word == "stop" else signal.Signals[word])
            if word != "stop":
                vars(server).update(json.loads(change or "{}"))
                server.start()
            print(json.dumps(facts), flush=True)


def _nginx(port: int, options: argparse.Namespace) -> Nginx:
    return Nginx(f"http://127.0.0.1:{port}", read_timeout=options.nginx, upgrades=not options.no_upgrade)


def _run_hub(
    account: Account, options: argparse.Namespace, facts: dict[str, str], orders: queue.SimpleQueue[str]
) -> None:
    with contextlib.ExitStack() as stack:
        hub = stack.enter_context(
            Hub(
                account,
                base_url=options.base_url,
                port=options.port,
                owner_tokens=options.owner_tokens,
                extra=options.extra,
            )
        )
        for user in options.user:
            hub.login(user)
            hub.spawn(user)
        facts |= {"url": hub.url, "password": hub.password, "log": str(hub.log_file)}
        facts |= {"apiToken": hub.api_token}
        if options.nginx:
            before = _nginx(hub.port, options)
            facts["url"] = stack.enter_context(before).url.rstrip("/") + hub.base_url
        print(json.dumps(facts), flush=True)
        while orders.get():
            pass  # a hub is not started anew


def _watch_input(orders: queue.SimpleQueue[str]) -> None:
    kind = os.fstat(0).st_mode
    if stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind):
        for line in sys.stdin:
            orders.put(line.strip())
        orders.put("")


if __name__ == "__main__":
    main()
