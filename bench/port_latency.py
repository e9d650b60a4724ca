"""From ``listen()`` to the message in a WebSocket client, against a real ``jupyter server``.

    python bench/port_latency.py [--rounds 40]

Prints and writes (bench/results/port_latency.json) milliseconds until the port was first told of (``row``)
and until it was shown (``shown``: its process is known, so it is no kernel's). The interval between two looks
is 0.5 s, so the median cannot be much under 250 ms.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from importlib.metadata import version
from pathlib import Path

import websocket

RESULTS = Path(__file__).parent / "results" / "port_latency.json"
TOKEN = "only-for-this-measurement"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def start_server(folder: str, port: int) -> subprocess.Popen:
    config = {
        "ServerApp": {"jpserver_extensions": {"jupyterlab_remote_ide": True, "jupyter_server_proxy": True}},
        "IdentityProvider": {"token": TOKEN},
    }
    Path(folder, "jupyter_server_config.json").write_text(json.dumps(config))
    environment = os.environ | {"JUPYTER_CONFIG_DIR": folder, "JUPYTER_RUNTIME_DIR": folder}
    argv = [
        sys.executable,
        "-m",
        "jupyter_server",
        "--no-browser",
        f"--port={port}",
        f"--ServerApp.root_dir={folder}",
    ]
    log = Path(folder, "log").open("w")
    server = subprocess.Popen(
        [*argv, *(["--allow-root"] if os.getuid() == 0 else [])], env=environment, stderr=log
    )
    log.close()
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return server
    sys.exit(Path(folder, "log").read_text())


def rows(message: dict) -> list[dict]:
    return [*message.get("snapshot", ()), *message.get("add", ()), *message.get("change", ())]


def one(connection: websocket.WebSocket) -> dict[str, float]:
    """The listener is this script's own, and it answers nothing: what is measured ends before the probe."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        start, port, found = time.perf_counter(), listener.getsockname()[1], {}
        while "shown" not in found:
            message = json.loads(connection.recv())
            took = 1000 * (time.perf_counter() - start)
            for row in rows(message):
                if row["port"] == port:
                    found.setdefault("row", round(took, 1))
                    if not row["hidden"]:
                        found["shown"] = round(took, 1)
    return found


def summary(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {
        "median": statistics.median(ordered),
        "p95": ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))],
        "max": ordered[-1],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        server = start_server(folder, port)
        try:
            connection = websocket.create_connection(
                f"ws://127.0.0.1:{port}/remote-ide/v1/watch?topics=ports",
                header=[f"Authorization: token {TOKEN}"],
                timeout=30,
            )
            samples = []
            for _ in range(options.rounds):
                time.sleep(random.uniform(0.3, 1.0))
                samples.append(one(connection))
            connection.close()
        finally:
            server.terminate()
            server.wait()
    names = ("row", "shown")
    data = {
        "unit": "ms from listen() to the message",
        "argv": ["python", "bench/port_latency.py", *sys.argv[1:]],
        "versions": {name: version(name) for name in ("jupyter_server", "tornado")},
        "summary": {name: summary([sample[name] for sample in samples]) for name in names},
        "samples": samples,
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(data, indent=1) + "\n")
    for name in names:
        print(name, data["summary"][name])


if __name__ == "__main__":
    main()
