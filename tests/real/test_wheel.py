"""What users get: the wheel, installed where there is no Node, started, and taken away again."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from rig import Account, Server
from rig.places import CACHE, ROOT

# The wheel and its environment are made within the first test that asks for them.
pytestmark = pytest.mark.timeout(600)

TILES = "@jupyterhub/jupyter-server-proxy:add-launcher-entries"
OLDEST = CACHE / "envs" / "lab42"

# Bytes of JavaScript. The remote entry, fixed by JupyterLab's share table, is loaded by every page.
BUDGET_ENTRY = 16_000
BUDGET_ALL = 200_000
BUDGET_ALL_GZIP = 60_000
# All but what comes with the panel, or at a press (adr/0021), each of which is counted on its own.
BUDGET_START_GZIP = 20_000
BUDGET_ON_DEMAND_GZIP = 10_000
PANEL = "panel."
ON_DEMAND = ("clients.", "doctor.", "kernels.", "tunnel.")
# The script of the pages that stand in an app's place, before which nothing is said.
BUDGET_PAGES_GZIP = 16_000


def pip(venv: Path, *arguments: str | Path) -> str:
    """pip of an environment, with nothing but that environment on PATH: no Node."""
    env = {**os.environ, "PATH": str(venv / "bin")}
    command = [venv / "bin" / "python", "-m", "pip", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def listed(venv: Path, *what: str) -> list[str]:
    env = {"PATH": str(venv / "bin"), "HOME": str(venv), "LANG": "C.UTF-8", "NO_COLOR": "1"}
    command = [venv / "bin" / "python", "-m", "jupyter", *what, "list"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    text = (done.stdout + done.stderr).replace("\x1b[32m", "").replace("\x1b[0m", "")
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.fixture(scope="module")
def clean(wheel: Path) -> Iterator[Path]:
    venv = CACHE / "envs" / "wheel"
    shutil.rmtree(venv, ignore_errors=True)
    python = subprocess.run(
        [ROOT / "scripts" / "python.sh"], capture_output=True, text=True, check=True
    ).stdout.strip()
    subprocess.run([python, "-m", "venv", venv], check=True, umask=0o022)
    pip(venv, "install", "-c", ROOT / "scripts" / "requirements.txt", "jupyterlab", "ipykernel", wheel)
    yield venv
    shutil.rmtree(venv, ignore_errors=True)


def test_the_wheel_holds_what_runs_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        machine = [
            name
            for name in names
            for word in (str(ROOT), str(Path.home()) + "/", "node_modules/.bin")
            if len(word) > 2 and word.encode() in archive.read(name)
        ]
    assert machine == []
    package = ROOT / "jupyterlab_remote_ide"
    assert {str(file.relative_to(ROOT)) for file in package.rglob("*.py")} <= set(names)
    odd = (".map", ".ts", ".tsx", ".tsbuildinfo", ".pyc")
    assert [name for name in names if name.endswith(odd) or "/tests/" in name or "node_modules" in name] == []
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("labextensions/jupyterlab-remote-ide/install.json") for name in names)
    assert any(name.endswith("py.typed") for name in names)


def test_the_bundle_is_within_its_budget(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        scripts = {
            Path(name).name: archive.read(name)
            for name in archive.namelist()
            if name.startswith("jupyterlab_remote_ide/labextension/static/") and name.endswith(".js")
        }
    entries = [len(text) for name, text in scripts.items() if name.startswith("remoteEntry")]
    assert len(entries) == 1 and entries[0] <= BUDGET_ENTRY, entries
    sizes = {name: len(text) for name, text in scripts.items() if not name.startswith(ON_DEMAND)}
    assert sum(sizes.values()) <= BUDGET_ALL, sizes
    packed = {name: len(gzip.compress(text, 6)) for name, text in scripts.items()}
    asked_for = {name: packed.pop(name) for name in list(packed) if name.startswith(ON_DEMAND)}
    assert len(asked_for) == len(ON_DEMAND) and max(asked_for.values()) <= BUDGET_ON_DEMAND_GZIP, asked_for
    assert sum(packed.values()) <= BUDGET_ALL_GZIP, packed
    assert sum(packed[name] for name in packed if name.startswith(PANEL)) > 0
    assert sum(packed[name] for name in packed if not name.startswith(PANEL)) <= BUDGET_START_GZIP, packed


def test_the_pages_are_in_it_and_light(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        pages = "jupyterlab_remote_ide/pages/"
        files = {name.removeprefix(pages): archive.read(name) for name in archive.namelist() if pages in name}
    assert {"build/pages.js", "build/pages.css", "templates/page.html", "templates/start.html"} <= set(files)
    assert len(gzip.compress(files["build/pages.js"])) <= BUDGET_PAGES_GZIP
    assert b"eval(" not in files["build/pages.js"] and b"new Function" not in files["build/pages.js"]


def test_the_sdist_can_be_built_again(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[-1] for name in archive.getnames()}
    assert {"package.json", "package-lock.json", "pyproject.toml", "src/index.ts", "LICENSE"} <= names
    assert not any(name.startswith(("node_modules", ".venv", ".cache")) for name in names)


def test_jupyter_finds_the_command_for_the_login_node(clean: Path, tmp_path: Path) -> None:
    jupyter = clean / "bin" / "jupyter"
    asked = [jupyter, "remote-ide", "tunnel"]
    done = subprocess.run(asked, capture_output=True, text=True, env={"HOME": str(tmp_path)}, timeout=60)
    assert (done.returncode, done.stderr) == (1, "")
    assert "No Jupyter server of yours" in done.stdout


def test_installing_it_switches_everything_on(clean: Path) -> None:
    assert not shutil.which("node", path=str(clean / "bin"))
    frontend = listed(clean, "labextension")
    ours = [line for line in frontend if line.startswith("jupyterlab-remote-ide v")]
    assert len(ours) == 1 and "enabled OK" in ours[0], frontend
    assert TILES in "\n".join(frontend[frontend.index("Disabled extensions:") :]), frontend
    server = listed(clean, "server", "extension")
    ours = [line for line in server if "jupyterlab_remote_ide" in line]
    assert any("enabled" in line for line in ours) and any("OK" in line for line in ours), server


def test_it_runs_without_node(clean: Path, account: Account) -> None:
    with Server(account, venv=clean, env={"PATH": str(clean / "bin")}) as server:
        assert server.get("remote-ide/v1/status").status_code == 200
        page = json.dumps(server.page_config()["federated_extensions"])
        assert "jupyterlab-remote-ide" in page


def test_the_oldest_jupyterlab_loads_it(wheel: Path, account: Account) -> None:
    assert (OLDEST / "bin" / "python").exists(), "JupyterLab 4.2 is missing: make .cache/stamps/lab42"
    pip(OLDEST, "install", "--force-reinstall", "--no-deps", wheel)
    with Server(account, venv=OLDEST) as server:
        assert server.page_config()["appVersion"].startswith("4.2.")
        assert server.get("remote-ide/v1/status").status_code == 200


EXTRAS = [("rstudio", "jupyter-rsession-proxy"), ("desktop", "jupyter-remote-desktop-proxy")]


@pytest.mark.parametrize(("extra", "package"), EXTRAS)
def test_extras_can_be_had(clean: Path, wheel: Path, extra: str, package: str) -> None:
    said = pip(clean, "install", "--dry-run", f"{wheel}[{extra}]")
    assert package in said.replace("_", "-")


def test_uninstalling_it_brings_the_old_tiles_back(clean: Path) -> None:
    pip(clean, "uninstall", "--yes", "jupyterlab-remote-ide")
    # A folder on the way may have our name: lines with a path say nothing.
    frontend = [line for line in listed(clean, "labextension") if not line.startswith("/")]
    assert any("jupyter-server-proxy v" in line for line in frontend), frontend
    assert not any("remote-ide" in line or TILES in line for line in frontend), frontend
    server = [line for line in listed(clean, "server", "extension") if "/" not in line]
    assert not any("remote_ide" in line for line in server), server
