"""No command: a program that runs already, on a unix socket."""

import os

HOLDS = "the page of by-hand"
RUNNING = (["page", "by-hand", "$HOME/by-hand.socket"],)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"socket-only": {"unix_socket": os.environ["HOME"] + "/by-hand.socket"}}
