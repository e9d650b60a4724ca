"""``jupyter server`` that times, for each extension, what the extension manager does with it.

  timed_server.py <file for the times> [arguments of jupyter server]

``add`` imports the package and makes its ExtensionApp, ``link`` reads its configuration, ``load`` sets up its
handlers (jupyter-server-proxy calls its entry points there). Seconds, written when the last one is loaded.

``pause`` is how much of it Python's garbage collector stopped everything for. A full collection takes 0.1 s
with JupyterLab loaded and comes when the number of objects has grown by a quarter: whoever is at work then is
charged.
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

BEGAN = time.perf_counter()

from jupyter_server.extension.manager import ExtensionManager  # noqa: E402
from jupyter_server.serverapp import main  # noqa: E402

file = Path(sys.argv.pop(1))
# Wall clock, and processor time: on a busy machine the second is the steadier one.
paused = 0.0
CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time, "pause": lambda: paused}
times: dict[str, dict[str, float]] = {}


def collecting(phase: str, _: dict[str, int]) -> None:
    global paused
    paused += time.perf_counter() if phase == "stop" else -time.perf_counter()


def timed(step: str, method: Callable[..., Any]) -> Callable[..., Any]:
    def run(self: ExtensionManager, name: str, *args: Any, **options: Any) -> Any:
        began = {clock: read() for clock, read in CLOCKS.items()}
        try:
            return method(self, name, *args, **options)
        finally:
            # Summed: an extension that loads others may be asked for twice, at next to no cost.
            steps = times.setdefault(name, {})
            for clock, read in CLOCKS.items():
                key = f"{step}_{clock}"
                steps[key] = steps.get(key, 0.0) + read() - began[clock]

    return run


def told(method: Callable[..., Any]) -> Callable[..., Any]:
    def run(self: ExtensionManager, *args: Any) -> Any:
        result = method(self, *args)
        file.write_text(json.dumps({"extensions": times, "since_start": time.perf_counter() - BEGAN}))
        return result

    return run


for step, name in (("add", "add_extension"), ("link", "link_extension"), ("load", "load_extension")):
    setattr(ExtensionManager, name, timed(step, getattr(ExtensionManager, name)))
gc.callbacks.append(collecting)
ExtensionManager.load_all_extensions = told(ExtensionManager.load_all_extensions)  # type: ignore[method-assign]
main()
