"""What the panel copies for each client."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from rig.places import ROOT, VENV, free_port
from rig.server import until

PRINTER = Path(__file__).with_name("recipes.mjs")


def printed(address: str, secret: str, **more: Any) -> dict[str, list[str]]:
    """The texts of each client's pieces, on a plain server and for Linux where ``more`` says nothing else."""
    facts = {"address": address, "wantsToken": True, "isHub": False, "isTokenInUrl": None}
    facts |= {"hubAddress": None, "user": "", "isWindows": False}
    wish = json.dumps({"facts": facts | more, "secret": secret})
    done = subprocess.run(
        ["node", PRINTER], input=wish, capture_output=True, text=True, timeout=60, check=True, cwd=ROOT
    )
    texts: dict[str, list[str]] = json.loads(done.stdout)
    return texts


def run(program: list[str], text: str) -> str:
    done = subprocess.run(program, input=text, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def bridge(text: str, home: Path) -> Iterator[str]:
    """A Jupyter on the own computer, started by these lines: its address. Its token is ``local``."""
    port = free_port()
    assert text.endswith("jupyter server --port=8890")
    lines = text.replace("--port=8890", f"--port={port} --no-browser --allow-root")
    path = f"{VENV}/bin:{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "HOME": str(home), "JUPYTER_TOKEN": "local"}
    command = ["bash", "-c", lines.replace("\njupyter", "\nexec jupyter")]
    program = subprocess.Popen(command, env=env, cwd=home)
    url = f"http://127.0.0.1:{port}/"

    def answers() -> bool:
        try:
            return requests.get(f"{url}api", timeout=5).ok
        except requests.ConnectionError:
            return False

    try:
        until(answers, "the local Jupyter answers")
        yield url
    finally:
        program.terminate()
        program.wait(20)
