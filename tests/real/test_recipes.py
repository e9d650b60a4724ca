"""What the panel copies for each client, run as it is by that client's own library."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from clients import connect, make_token
from rig import Account, Server
from rig.places import ROOT, VENV, free_port
from rig.server import until

BASES = ["/", "/user/ann@x.org/gpu%20one/"]
PRINTER = Path(__file__).parent / "clients" / "recipes.mjs"


def printed(address: str, secret: str) -> dict[str, list[str]]:
    """The texts of each client's pieces on a plain server."""
    facts = {"address": address, "wantsToken": True, "isHub": False, "isTokenInUrl": None}
    wish = json.dumps({"facts": facts, "secret": secret})
    done = subprocess.run(
        ["node", PRINTER], input=wish, capture_output=True, text=True, timeout=60, check=True, cwd=ROOT
    )
    texts: dict[str, list[str]] = json.loads(done.stdout)
    return texts


def run(program: list[str], text: str) -> str:
    done = subprocess.run(program, input=text, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("base_url", BASES)
def test_each_text_does_what_its_card_says(account: Account, base_url: str) -> None:
    with Server(account, base_url=base_url) as server:
        secret = make_token(server)["secret"]
        texts = printed(server.url, secret)
        for client in ("vscode", "cursor", "pycharm"):
            assert texts[client][0] == f"{server.url}?token={secret}"
        seen = connect(texts["cursor"][0])
        assert seen["ok"], seen
        assert seen["output"] == socket.gethostname()
        assert json.loads(run(["bash"], texts["curl"][0])) == server.get("api/kernels").json()
        assert socket.gethostname() in run([sys.executable, "-"], texts["python"][0])
        # Tools of agents use the same library, with what the shell hands on.
        lines = texts["mcp"][0].splitlines()
        assert lines.pop() == "uvx jupyter-mcp-server@latest"
        code = (
            "import os; from jupyter_kernel_client import JupyterKernelClient as K\n"
            "with K(server_url=os.environ['JUPYTER_URL'], token=os.environ['JUPYTER_TOKEN']) as k:\n"
            "    print(k.execute('!hostname'))"
        )
        ran = run(["bash"], "\n".join([*lines, f'"{sys.executable}" - <<"END"', code, "END"]))
        assert socket.gethostname() in ran


def test_a_local_jupyter_runs_its_kernels_there(server: Server, tmp_path: Path) -> None:
    secret = make_token(server)["secret"]
    text = printed(server.url, secret)["bridge"][0]
    port = free_port()
    assert text.endswith("jupyter server --port=8890")
    lines = text.replace("--port=8890", f"--port={port} --no-browser --allow-root")
    env = {
        **os.environ,
        "PATH": f"{VENV}/bin:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "JUPYTER_TOKEN": "local",
    }
    bridge = subprocess.Popen(
        ["bash", "-c", lines.replace("\njupyter", "\nexec jupyter")], env=env, cwd=tmp_path
    )
    url = f"http://127.0.0.1:{port}/"
    try:

        def answers() -> bool:
            try:
                return requests.get(f"{url}api", timeout=5).ok
            except requests.ConnectionError:
                return False

        until(answers, "the local Jupyter answers")
        before = len(server.get("api/kernels").json())
        headers = {"Authorization": "token local"}
        made = requests.post(f"{url}api/kernels", json={}, headers=headers, timeout=30)
        assert made.status_code == 201, made.text
        assert len(server.get("api/kernels").json()) == before + 1
        seen = connect(f"{url}?token=local")
        assert seen["ok"], seen
    finally:
        bridge.terminate()
        bridge.wait(20)
