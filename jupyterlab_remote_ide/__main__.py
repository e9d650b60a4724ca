"""``jupyter remote-ide``: what can be asked without the panel."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from ._version import __version__

# The module of each; it has ``HELP`` and ``main``.
COMMANDS = {"doctor": "connect.doctor", "tunnel": "connect.cli"}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("jupyter remote-ide")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, module in COMMANDS.items():
        command = import_module(f".{module}", __package__)
        one = commands.add_parser(name, help=command.HELP, description=command.HELP)
        one.set_defaults(run=command.main)
    chosen = parser.parse_args(argv)
    return int(chosen.run())


if __name__ == "__main__":
    sys.exit(main())
