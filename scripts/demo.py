"""`make run`: JupyterLab with the Remote IDE panel open, code-server and a light desktop, until Ctrl-C.

Its configuration, data, files and log are in .cache/demo; nothing of the caller's own Jupyter is read or
changed. code-server has its user's own settings and extensions, as everywhere.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import Any

import psutil
from jupyterlab_server.workspaces_handler import WorkspacesManager

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / ".cache" / "demo"
CONFIG, RUNTIME, WORK, LOG = DEMO / "config", DEMO / "runtime", DEMO / "work", DEMO / "jupyter.log"
DATA = DEMO / "data"
PANEL = "jupyterlab-remote-ide-panel"
MARK = "REMOTE_IDE_DEMO"
FIRST_PORT = 8888

LAYOUT: dict[str, Any] = {
    "data": {
        "layout-restorer:data": {
            "left": {
                "collapsed": False,
                "visible": True,
                "current": PANEL,
                "widgets": ["filebrowser", "running-sessions", PANEL],
            },
            "right": {"collapsed": True, "visible": True, "widgets": []},
            "relativeSizes": [0.3, 0.7, 0],
        }
    },
    "metadata": {"id": "default"},
}


def free_port() -> int:
    for port in range(FIRST_PORT, FIRST_PORT + 200):
        with socket.socket() as sock, contextlib.suppress(OSError):
            # The same port after a restart, so that copied URLs work on; a listener is in the way as ever.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(("127.0.0.1", port))
            return port
    raise SystemExit(f"No free port from {FIRST_PORT} on")


def prepare() -> None:
    shutil.rmtree(RUNTIME, ignore_errors=True)
    for folder in (CONFIG, DATA, RUNTIME, WORK):
        folder.mkdir(parents=True, exist_ok=True)
    RUNTIME.chmod(0o700)
    workspaces = CONFIG / "lab" / "workspaces"
    workspaces.mkdir(parents=True, exist_ok=True)
    WorkspacesManager(str(workspaces)).save("default", json.dumps(LAYOUT))
    news = CONFIG / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
    news.mkdir(parents=True, exist_ok=True)
    (news / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')


def environment() -> dict[str, str]:
    bins = [str(ROOT / ".venv" / "bin"), str(ROOT / ".cache" / "bin")]
    env = dict(os.environ)
    env.pop("PORT", None)  # code-server would listen there
    env |= {
        "PATH": os.pathsep.join([*bins, env.get("PATH", os.defpath)]),
        "JUPYTER_CONFIG_DIR": str(CONFIG),
        "JUPYTER_DATA_DIR": str(DATA),
        "JUPYTER_RUNTIME_DIR": str(RUNTIME),
        "JUPYTER_REMOTE_DESKTOP_PROXY_XSTARTUP": str(ROOT / "scripts" / "desktop-session.sh"),
        MARK: str(os.getpid()),
    }
    return env


def start(port: int) -> subprocess.Popen[bytes]:
    command: list[str | Path] = [
        *(ROOT / ".venv" / "bin" / "python", "-m", "jupyter", "lab", "--no-browser"),
        f"--ServerApp.port={port}",
        f"--ServerApp.root_dir={WORK}",
        *(["--allow-root"] if os.getuid() == 0 else []),
    ]
    with LOG.open("wb") as log:
        return subprocess.Popen(
            command,
            env=environment(),
            cwd=WORK,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def address(process: subprocess.Popen[bytes], timeout: float = 60) -> str:
    """The URL with the token, once the server answers there."""
    facts = RUNTIME / f"jpserver-{process.pid}.json"
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, ValueError, urllib.error.URLError):
            server = json.loads(facts.read_text())
            url, token = server["url"], server["token"]
            request = urllib.request.Request(f"{url}api/status", headers={"Authorization": f"token {token}"})
            with urllib.request.urlopen(request, timeout=5):
                return f"{url}lab?token={token}"
        time.sleep(0.1)
    print(LOG.read_text(errors="replace")[-3000:], file=sys.stderr)
    raise SystemExit(f"JupyterLab did not start; its log is {LOG}")


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop Jupyter, then whatever of this demo is still there."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    left = []
    for other in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if other.pid != os.getpid() and other.environ().get(MARK) == str(os.getpid()):
                left.append(other)
    for other in left:
        with contextlib.suppress(psutil.Error):
            other.kill()
    psutil.wait_procs(left, timeout=5)


def leave(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, leave)
    prepare()
    process = start(free_port())
    try:
        url = address(process)
        print(f"Log: {LOG}   Files: {WORK}   Ctrl-C ends it")
        print(url, flush=True)
        return process.wait()
    except KeyboardInterrupt:
        print("\nEnding JupyterLab and all that it started", flush=True)
        return 0
    finally:
        end(process)


if __name__ == "__main__":
    sys.exit(main())
