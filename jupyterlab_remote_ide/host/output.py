"""What a program prints that is run to be asked something. Blocks."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from functools import partial

_MAX_BYTES = 2**16


def output_of(command: Sequence[str], environ: Mapping[str, str], patience: float) -> str | None:
    """``None`` where it fails, hangs or never ends to write; then the children of a wrapper end as well."""
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",  # nothing of a person's folder is imported, or kept from being unmounted
            env=dict(environ),
            start_new_session=True,
        )
    except (OSError, ValueError):
        return None
    end = partial(
        os.killpg, child.pid, signal.SIGKILL
    )  # as long as it is not waited for, the number is its own
    alarm = threading.Timer(patience, end)  # no daemon: a server that ends meanwhile leaves none behind
    alarm.start()
    with child, contextlib.suppress(ValueError):
        assert child.stdout is not None  # noqa: S101 - asked for above
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        alarm.cancel()
        # No more than what is there: something that it left behind may keep its end of the pipe.
        os.set_blocking(child.stdout.fileno(), False)
        output = child.stdout.read(_MAX_BYTES) or b""
        if child.wait() == 0 and len(output) < _MAX_BYTES:
            return output.decode()
    return None
