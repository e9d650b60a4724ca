"""``jupyter remote-ide tunnel``, on the login node: how to get to my servers that run in jobs."""

from __future__ import annotations

import socket
import sys
import time

from . import records, text
from .commands import UnsafeName

HELP = "print the ssh command and the address of each Jupyter server that runs in a job"
_PATIENCE_SECONDS = 2.0
_NONE = (
    "No Jupyter server of yours that runs in a job is known here. Submit a job that starts one, and run this"
    " again once the job runs."
)
_SEVERAL = (
    "{count} servers, the newest first. Their tunnels have one local port in common: open one at a time."
)
_SILENT = "does not answer on port {port}: it has ended, or cannot be reached from here."


def main() -> int:
    found = [record for _, record in records.read(records.folder())]
    parts = [_part(record) for record in found]
    running = [said for is_there, said in parts if is_there]
    gone = [said for is_there, said in parts if not is_there]
    head = [_SEVERAL.format(count=len(running))] if len(running) > 1 else []
    said = [*head, *running, *gone, *([] if running else [_NONE])]
    sys.stdout.write("\n\n".join(said) + "\n")
    return 0 if running else 1


def _part(record: records.Record) -> tuple[bool, str]:
    """Whether it may be there, and what to say of it."""
    place = record.place
    began = time.strftime("%d %b %H:%M", time.localtime(record.started))
    title = f"Job {place.job} on {place.node}, since {began}"
    if record.is_over():
        return False, f"{title}: has ended, as far as can be seen from here."
    if place.reach == "cluster" and not _answers(place.target, place.port):
        return False, f"{title}: {_SILENT.format(port=place.port)}"
    if place.reach == "loopback" and record.hostname != socket.gethostname():
        title += " (whether it still runs cannot be seen from here)"
    try:
        said = text.lines(place, record.path)
    except UnsafeName as error:
        return False, f"{title}: odd characters in the name of the {error}."
    return True, "\n".join([f"{title}:", *said])


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host.strip("[]"), port), timeout=_PATIENCE_SECONDS).close()
    except OSError:
        return False
    return True
