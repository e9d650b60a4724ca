"""The three environments that are compared: jupyter-server-proxy alone, with jupyter-vscode-proxy, with us.

All have the versions of ``scripts/requirements.txt``, so they differ in nothing but what is measured.
Ours holds a wheel built from a clean copy of this working tree: a development build is never measured.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from functools import cache
from pathlib import Path

from .places import CACHE, CODE_SERVER, ENVS, ROOT

STOCK = ("jupyterlab", "jupyter-server-proxy")
WRAPPER = "jupyter-vscode-proxy==0.7"
_PINS = ROOT / "scripts" / "requirements.txt"
SHOWN = (
    "jupyterlab",
    "jupyter-server",
    "jupyter-server-proxy",
    "jupyter-vscode-proxy",
    "jupyterlab-remote-ide",
    "simpervisor",
    "tornado",
)
_COPY = CACHE / "bench" / "source"
_SOURCES = (
    "jupyterlab_remote_ide",
    "src",
    "style",
    "schema",
    "scripts",
    "rspack.config.cjs",
    "jupyter-config",
    "package.json",
    "pyproject.toml",
    "tsconfig.json",
    "install.json",
    "README.md",
    "LICENSE",
)


@cache
def stock() -> Path:
    """The Python of jupyter-server-proxy alone."""
    return _env("bench-jsp", STOCK)


@cache
def peer() -> Path:
    """The Python of jupyter-server-proxy with jupyter-vscode-proxy."""
    return _env("bench-peer", (*STOCK, WRAPPER))


@cache
def ours() -> Path:
    """The Python of jupyter-server-proxy with us: a production wheel of this working tree."""
    python = _env("bench-ours", STOCK)
    files = _files()
    key = _key(files)
    stamp = ENVS / "bench-ours" / "wheel.sha256"
    if not stamp.exists() or stamp.read_text() != key:
        wheel = _wheel(files)
        say(f"installing {wheel.name}")
        _run(python, "-m", "pip", "install", "-qq", "--no-deps", "--force-reinstall", wheel)
        stamp.write_text(key)
    return python


@cache
def code_server() -> Path:
    if not CODE_SERVER.exists():
        say("installing code-server (a minute)")
        _run(ROOT / "scripts" / "install-code-server.sh")
    return CODE_SERVER


def say(text: str) -> None:
    print(f"bench: {text}", flush=True)


def _env(name: str, wanted: tuple[str, ...]) -> Path:
    folder = ENVS / name
    python = folder / "bin" / "python"
    stamp = folder / "wanted.txt"
    key = "\n".join([*wanted, _PINS.read_text()])
    if stamp.exists() and stamp.read_text() == key:
        return python
    say(f"making the environment {name} (half a minute)")
    shutil.rmtree(folder, ignore_errors=True)
    ENVS.mkdir(parents=True, exist_ok=True)
    _run(_run(ROOT / "scripts" / "python.sh").strip(), "-m", "venv", folder)
    _run(python, "-m", "pip", "install", "-qq", "-c", _PINS, *wanted)
    stamp.write_text(key)
    return python


def _files() -> list[Path]:
    listed = _run("git", "-C", ROOT, "ls-files", "-co", "--exclude-standard", "--", *_SOURCES).splitlines()
    return sorted(Path(line) for line in listed if (ROOT / line).is_file())


def _key(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file).encode() + b"\0" + (ROOT / file).read_bytes() + b"\0")
    return digest.hexdigest()


def _wheel(files: list[Path]) -> Path:
    say("building a production wheel of this working tree")
    shutil.rmtree(_COPY, ignore_errors=True)
    for file in files:
        (_COPY / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / file, _COPY / file)
    (_COPY / "node_modules").symlink_to(ROOT / "node_modules")
    _run("npm", "run", "build:prod", cwd=_COPY)
    build = ("-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation", "-w", _COPY / "dist", _COPY)
    _run(ROOT / ".venv" / "bin" / "python", *build)
    return next((_COPY / "dist").glob("*.whl"))


def _run(*argv: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run([str(word) for word in argv], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout[-4000:], done.stderr[-4000:], sep="\n")
        raise RuntimeError(f"{' '.join(map(str, argv[:4]))} failed")
    return done.stdout
