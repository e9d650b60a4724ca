"""With real folders."""

from __future__ import annotations

import os
import shlex

import pytest

from jupyterlab_remote_ide.host import environments
from jupyterlab_remote_ide.host.environments import environment_of, find, has_package, how_to_add

UV = "uv = 0.9.1\ninclude-system-site-packages = false\n"


@pytest.fixture
def make(tmp_path):
    """``make(path, *packages, config="…")``: a virtual environment there."""

    def inner(path, *packages, config="include-system-site-packages = false\n"):
        folder = tmp_path / path
        site = folder / "lib/python3.12/site-packages"
        site.mkdir(parents=True)
        for package in packages:
            (site / package).mkdir()
        (folder / "bin").mkdir()
        (folder / "bin/python").symlink_to("/bin/sh")
        (folder / "pyvenv.cfg").write_text(f"home = /usr/bin\n{config}")
        return folder

    return inner


@pytest.fixture
def found(tmp_path):
    """By name."""
    return lambda: {one.name: one for one in find(tmp_path / "root", tmp_path / "home")}


def test_in_the_root_one_below_and_of_conda(make, found, tmp_path):
    here = make("root/.venv", "ipykernel")
    make("root/thesis/venv")
    make("root/deep/deeper/hidden")
    conda = make("conda/torch", "ipykernel")
    (conda / "pyvenv.cfg").unlink()
    (conda / "conda-meta").mkdir()
    (tmp_path / "home/.conda").mkdir(parents=True)
    (tmp_path / "home/.conda/environments.txt").write_text(f"{conda}\n/gone\nrelative\n\n")
    assert [(name, one.has_ipykernel) for name, one in found().items()] == [
        ("root", True),
        ("thesis", False),
        ("torch", True),
    ]
    assert found()["root"].path == str(here)
    assert found()["root"].python == f"{here}/bin/python"
    assert environment_of(f"{here}/bin/python") == here
    assert environment_of(f"{conda}/bin/python") == conda
    assert environment_of("/bin/sh") is None


def test_what_is_none_is_left_out(make, found, tmp_path):
    (make("root/no-python") / "bin/python").unlink()
    (make("root/no-mark") / "pyvenv.cfg").unlink()
    gone = make("root/gone") / "bin/python"
    gone.unlink()
    gone.symlink_to("/nowhere/python3")
    make("root/turned\u202ename")
    make("root/two\nlines")
    make("root/{prefix}")
    make(os.fsdecode(b"root/odd\xff"))
    assert found() == {}


def test_one_that_two_ways_lead_to_is_one(make, found, tmp_path):
    make("root/a/venv")
    (tmp_path / "root/link").symlink_to(tmp_path / "root/a/venv")
    assert len(found()) == 1


def test_no_more_than_twenty(make, found):
    for number in range(25):
        make(f"root/p{number:02}/.venv")
    names = list(found())
    assert len(names) == 20 and names[0] == "p00"


def test_a_slow_disk_ends_the_search(make, found, monkeypatch):
    make("root/.venv")
    monkeypatch.setattr(environments, "_PATIENCE_SECONDS", -1)
    assert found() == {}


def test_where_ipykernel_may_come_from(make, tmp_path):
    assert has_package(make("plain"), "ipykernel") is False
    assert has_package(make("info", "ipykernel-7.1.dist-info"), "ipykernel") is True
    assert has_package(make("system", config="include-system-site-packages = true\n"), "ipykernel") is None
    assert has_package(make("silent", config=""), "ipykernel") is None
    other = tmp_path / "other"
    other.mkdir()
    linked = make("linked")
    (linked / "lib/python3.12/site-packages/x.pth").write_text(f"import nothing\n{other}\n")
    assert has_package(linked, "ipykernel") is False
    (other / "ipykernel").mkdir()
    assert has_package(linked, "ipykernel") is True
    assert has_package(tmp_path / "nothing", "ipykernel") is None


def test_the_line_to_copy_is_one_for_a_shell(make):
    odd = make("a b'; rm -rf $HOME")
    words = shlex.split(how_to_add(odd, "ipykernel"))
    assert words == [f"{odd}/bin/python", "-m", "pip", "install", "ipykernel"]
    by_uv = make("by uv", config=UV)
    assert shlex.split(how_to_add(by_uv, "ipykernel"))[:3] == ["uv", "pip", "install"]
    assert how_to_add(make("with-pip", "pip", config=UV), "x").endswith("-m pip install x")


def test_a_pipe_in_the_place_of_a_file_holds_nothing_up(make, found, tmp_path):
    (make("root/.venv") / "pyvenv.cfg").unlink()
    os.mkfifo(tmp_path / "root/.venv/pyvenv.cfg")
    assert found()["root"].has_ipykernel is None
