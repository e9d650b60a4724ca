"""The guard's own process: waits for the end of its server, then ends what that left behind.

Run as a file by a Python without site-packages (``-I -S``). While it waits it is a bare interpreter, since
every server with an app pays for its memory: what it needs at the end is read at once, for who knows what is
on the disk by then (an update, nothing at all), but executed only when the end has come.

On its standard input, whose other end only the server holds: ``add <group> <start time of its leader>``,
``remove <group>``, ``folder <path, to delete>``. The kernel closes that end on SIGKILL and SIGHUP too.
"""

# Without pathlib, which alone costs a megabyte.
# ruff: noqa: PTH100, PTH118, PTH120, PTH123

from __future__ import annotations

import os
import signal
import sys

_GRACE_SECONDS = 3.0
_DEAF_TO = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGPIPE)
_PACKAGE = "jupyterlab_remote_ide"
# Each after those it imports; of the standard library they want only what any Python has.
_NEEDED = ("host.processes", "host.family", "host.ending", "guard.folder")


def read() -> dict[str, str]:
    """The text of each module that is needed at the end."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    texts = {}
    for name in _NEEDED:
        with open(os.path.join(root, *name.split(".")) + ".py", encoding="utf-8") as file:
            texts[f"{_PACKAGE}.{name}"] = file.read()
    return texts


def execute(texts: dict[str, str]) -> None:
    """Make modules of these texts, in packages without an ``__init__``: ours wants jupyter_server."""
    kind = type(sys)
    for name, text in texts.items():
        package, _, last = name.rpartition(".")
        for parent in (_PACKAGE, package):
            if parent not in sys.modules:
                sys.modules[parent] = kind(parent)
                sys.modules[parent].__path__ = []
        module = sys.modules[name] = kind(name)
        module.__package__ = package
        exec(compile(text, name, "exec"), module.__dict__)  # noqa: S102 - our own, read a moment ago
        setattr(sys.modules[package], last, module)


def end(mark: str, groups: dict[int, int], folder: str | None) -> None:
    """End all that bears the mark, and what is in these groups as long as they surely are those."""
    from jupyterlab_remote_ide.guard.folder import remove
    from jupyterlab_remote_ide.host.ending import end as end_all
    from jupyterlab_remote_ide.host.family import Family
    from jupyterlab_remote_ide.host.processes import Process

    family = Family(mark)

    def look() -> list[Process]:
        found = family.look()
        claimed = [family.claim(group, started) for group, started in groups.items()]
        return family.look() if any(claimed) else found

    end_all(look, _GRACE_SECONDS)
    if folder is not None:
        remove(folder)


def main(mark: str) -> None:
    """``mark``: what those of all its server's programs begin with, see ``host.family``."""
    for number in _DEAF_TO:
        signal.signal(number, signal.SIG_IGN)
    texts = read()
    groups: dict[int, int] = {}
    folder: str | None = None
    with os.fdopen(0, "rb") as told:
        for line in told:
            verb, _, rest = os.fsdecode(line).rstrip("\n").partition(" ")
            if verb == "add":
                group, _, started = rest.partition(" ")
                groups[int(group)] = int(started)
            elif verb == "remove":
                groups.pop(int(rest), None)
            elif verb == "folder":
                folder = rest
    execute(texts)
    end(mark, groups, folder)


if __name__ == "__main__":
    main(sys.argv[1])
