"""With this Python and its pip."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from jupyterlab_remote_ide.host import packages
from jupyterlab_remote_ide.host.packages import finds_ipykernel, shown, where

SECRET = "s3cretWord"


@pytest.fixture
def environ(tmp_path):
    """Nothing of this machine's pip."""
    names = ("LANG", "PATH")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return {**kept, "HOME": str(tmp_path), "PIP_CONFIG_FILE": os.devnull, "PYTHONNOUSERSITE": "1"}


def python(folder: Path, script: str) -> str:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def stand_in(folder: Path, config: str = "", **said: object) -> str:
    """A Python that says this of itself, and whose pip has these settings."""
    usual = {
        "has_pip": True,
        "prefix": str(folder),
        "site": str(folder / "site"),
        "user_base": None,
        "is_virtual": True,
        "is_managed": False,
    }
    (folder / "said").write_text(packages.json.dumps({**usual, **said}))
    (folder / "config").write_text(config)
    return python(folder, f'[ "$1" = -c ] && exec cat {folder}/said\nexec cat {folder}/config')


def test_this_environment_and_pips_index_without_credentials(environ):
    environ["PIP_INDEX_URL"] = f"https://ann:{SECRET}@pypi.example:8443/simple/?key={SECRET}"
    found = where(sys.executable, environ)
    assert found is not None
    assert (found.target, found.is_writable, found.is_user_site) == (sys.prefix, True, False)
    assert found.index == "https://pypi.example:8443"
    assert found.no_index is False
    assert SECRET not in repr(found)


def test_of_a_folder_to_come_the_one_that_is_there_counts(tmp_path):
    assert packages._is_writable(str(tmp_path / "a/b"))
    if os.getuid() != 0:
        assert not packages._is_writable("/proc/a/b")


def test_pips_own_prefix_and_no_index(environ, tmp_path):
    found = where(sys.executable, environ | {"PIP_PREFIX": str(tmp_path / "new"), "PIP_NO_INDEX": "1"})
    assert found is not None
    assert (found.target, found.no_index, found.index) == (str(tmp_path / "new"), True, None)


def test_what_is_stronger_wins(environ, tmp_path):
    config = (
        "global.index-url='https://a/'\ninstall.index-url='https://b/'\nfreeze.index-url='https://c/'\nodd"
    )
    found = where(stand_in(tmp_path, config), environ)
    assert found is not None and found.index == "https://b"
    found = where(stand_in(tmp_path, config + "\n:env:.index-url='https://d/'"), environ)
    assert found is not None and found.index == "https://d"


def test_a_site_that_is_not_writable(environ, tmp_path, monkeypatch):
    # As root, who may write anywhere.
    monkeypatch.setattr(packages, "_is_writable", lambda place: place != "/proc/x")
    base = str(tmp_path / "base")
    found = where(stand_in(tmp_path, site="/proc/x", user_base=base, is_virtual=False), environ)
    assert found is not None
    assert (found.target, found.is_user_site, found.is_writable) == (base, True, True)
    found = where(stand_in(tmp_path, site="/proc/x"), environ)
    assert found is not None
    assert (found.target, found.is_user_site, found.is_writable) == (str(tmp_path), False, False)
    managed = {"is_virtual": False, "is_managed": True}
    found = where(stand_in(tmp_path, **managed), environ)
    assert found is not None and found.is_writable is False
    found = where(stand_in(tmp_path, "global.break-system-packages='true'", **managed), environ)
    assert found is not None and found.is_writable is True


def test_nothing_where_nothing_is_sure(environ, tmp_path):
    assert where(str(tmp_path / "gone"), environ) is None
    assert where(stand_in(tmp_path, has_pip=False), environ) is None
    assert where(python(tmp_path, "echo '[]'"), environ) is None
    assert where(python(tmp_path, 'echo "$1"; exit 1'), environ) is None


def test_one_that_hangs_is_ended(environ, tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "PATIENCE_SECONDS", 0.3)
    monkeypatch.setattr(packages, "START_PATIENCE_SECONDS", 0.3)
    began = time.monotonic()
    assert where(python(tmp_path, "exec sleep 60"), environ) is None
    assert finds_ipykernel(python(tmp_path, "exec sleep 60"), environ) is None
    assert time.monotonic() - began < 30


def test_whether_a_python_finds_ipykernel(environ, tmp_path):
    assert finds_ipykernel(sys.executable, environ) is True
    assert finds_ipykernel(python(tmp_path, f'exec {sys.executable} -S "$@"'), environ) is False
    assert finds_ipykernel(str(tmp_path / "gone"), environ) is None


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://token@host/simple", "https://host"),
        ("https://a:b@c@host/x", "https://host"),
        ("https://dl.cloudsmith.io/Ab3dEf6hIj9kLm2n/org/", "https://dl.cloudsmith.io"),
        ("https://host/simple\u202e\n", "https://host"),
        ("https://[fe80::1]:8080/simple", "https://[fe80::1]:8080"),
        ("https://user:pa/ssw0rd@h/simple", "••••"),
        ("https://user:pa#ssw0rd@h", "••••"),
        ("https://user:12?3@h/simple", "••••"),
        ("user:hunter2@h/simple", "••••"),
        ("https:user:hunter2@h/", "••••"),
        ("https://[broken", "••••"),
        ("/opt/wheels", "/opt/wheels"),
    ],
)
def test_what_is_shown_of_an_index(url, text):
    assert shown(url) == text


def mounts(tmp_path, *lines):
    folder = tmp_path / "proc/self"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mountinfo").write_text("\n".join(lines))
    return tmp_path / "proc"


def test_what_goes_away(tmp_path, monkeypatch):
    is_temporary = packages._is_temporary
    proc = mounts(
        tmp_path,
        "1 0 8:1 / / rw - ext4 /dev/a rw",
        "2 1 0:1 / /ram\\040disk rw shared:1 - tmpfs none rw",
        "3 1 0:2 / /layers rw - overlay none rw",
        "broken",
    )
    assert is_temporary("/ram disk/x", {}, proc) is True
    assert is_temporary("/elsewhere", {}, proc) is None
    assert is_temporary("/layers/x", {"KUBERNETES_SERVICE_HOST": "10.0.0.1"}, proc) is True
    monkeypatch.setattr(packages, "_is_container", lambda _: False)
    assert is_temporary("/layers/x", {}, proc) is None
    assert is_temporary("/home/ann/x", {"HOME": "/home/ann"}, proc) is False
    job = {"SLURM_JOB_ID": "42", "SLURM_TMPDIR": "/scratch/42", "TMPDIR": "/tmp"}
    assert is_temporary("/scratch/42/env", job, proc) is True
    assert is_temporary("/tmp/env", job, proc) is None
    assert is_temporary("/tmp/job.42/env", {**job, "TMPDIR": "/tmp/job.42"}, proc) is True
    assert is_temporary("/x", {}, tmp_path / "none") is None
