"""``connect/kernels`` of a server, with real folders. That the kernel runs: tests/real/test_kernels.py."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import shlex
import stat
import sys
import time
from pathlib import Path

import ipykernel
import pytest
from restapi import misfits
from tornado.httpclient import HTTPClientError
from traitlets.config import Config

from jupyterlab_remote_ide.connect import kernelspecs
from jupyterlab_remote_ide.connect.kernels import Kernels
from jupyterlab_remote_ide.visitor import HubToken, Visitor

PATH = "remote-ide/v1/connect/kernels"
LIB = f"lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"


@pytest.fixture(autouse=True)
def no_help(jp_environ, monkeypatch):
    """pytest-jupyter gives all that it starts the modules of this process."""
    monkeypatch.delenv("PYTHONPATH")


@pytest.fixture
def own(jp_data_dir):
    """The folders of the person's own kernels; one is pytest-jupyter's."""
    return lambda: sorted({path.name for path in (jp_data_dir / "kernels").iterdir()} - {"echo"})


@pytest.fixture
def venv(jp_root_dir):
    """``venv(path, has_ipykernel=True)``: a virtual environment of this Python in the root folder."""

    def inner(path, has_ipykernel=True):
        folder = jp_root_dir / path
        (folder / "bin").mkdir(parents=True)
        (folder / LIB).mkdir(parents=True)
        (folder / "bin/python").symlink_to(os.path.realpath(sys.executable))
        home = Path(os.path.realpath(sys.executable)).parent
        (folder / "pyvenv.cfg").write_text(f"home = {home}\ninclude-system-site-packages = false\n")
        if has_ipykernel:
            (folder / LIB / "here.pth").write_text(f"{Path(ipykernel.__file__).parents[1]}\n")
        return str(folder)

    return inner


@pytest.fixture
def spec(jp_data_dir):
    """``spec(name, argv, **more)``: one of the person's own kernelspecs."""

    def inner(name, argv, language="python", **more):
        folder = jp_data_dir / "kernels" / name
        folder.mkdir(parents=True)
        content = {"argv": argv, "display_name": f"The {name}", "language": language, **more}
        (folder / "kernel.json").write_text(json.dumps(content))
        return folder

    return inner


@pytest.fixture
def ask(jp_fetch):
    async def inner():
        told = json.loads((await jp_fetch(PATH)).body)
        assert misfits(told, "Kernels") == []
        return told

    return inner


@pytest.fixture
def make(jp_fetch):
    """The status, and what was answered."""

    async def inner(path):
        try:
            reply = await jp_fetch(PATH, method="POST", body=json.dumps({"path": path}))
        except HTTPClientError as error:
            told = json.loads(error.response.body)
            assert misfits(told, "Error") == []
            return error.code, told
        told = json.loads(reply.body)
        assert misfits(told, "KernelMade") == []
        return reply.code, told["kernel"]

    return inner


def row(told, name):
    (found,) = [kernel for kernel in told["kernels"] if kernel["name"] == name]
    return found


async def test_the_list_is_that_of_jupyter(ask, spec, jp_fetch):
    spec("mine", [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"])
    spec("odd", ["sh"], display_name="<b>bold</b>\u202e\n")
    told, theirs = await ask(), json.loads((await jp_fetch("api/kernelspecs")).body)
    assert {kernel["name"] for kernel in told["kernels"]} == set(theirs["kernelspecs"])
    assert told["default"] == theirs["default"]
    assert row(told, "mine")["display_name"] == theirs["kernelspecs"]["mine"]["spec"]["display_name"]
    assert row(told, "odd")["display_name"] == "<b>bold</b>"
    assert all(kernel["reason"] is None for kernel in told["kernels"])


async def test_dead_ones_say_why(ask, spec, venv):
    bare = f"{venv('bare', has_ipykernel=False)}/bin/python"
    launch = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec("gone", ["/nowhere/bin/python", *launch])
    spec("unknown", ["no-such-program-anywhere"], language="x")
    spec("bare", [bare, *launch])
    spec("helped", [bare, *launch], env={"PYTHONPATH": "/elsewhere"})
    spec("other", [bare, "-m", "other_kernel"])
    spec("own", ["{resource_dir}/run"], language="x")
    remote = {"kernel_provisioner": {"provisioner_name": "local-provisioner"}}
    spec("here", ["/nowhere/bin/julia"], language="julia", metadata=remote)
    told = await ask()
    reasons = {kernel["name"]: (kernel["reason"], kernel["detail"]) for kernel in told["kernels"]}
    assert reasons["gone"] == ("interpreter-gone", "/nowhere/bin/python")
    assert reasons["unknown"] == ("interpreter-gone", "no-such-program-anywhere")
    assert reasons["bare"] == ("no-ipykernel", bare)
    assert reasons["own"][0] == reasons["here"][0] == "interpreter-gone"
    assert reasons["helped"] == reasons["other"] == (None, None)


async def test_behind_a_gateway_nothing_is_claimed(ask, spec, venv, jp_serverapp, monkeypatch):
    spec("gone", ["/nowhere/bin/python"])
    venv("project/.venv")
    monkeypatch.setattr(type(jp_serverapp.gateway_config), "gateway_enabled", True)
    told = await ask()
    assert row(told, "gone")["reason"] is None
    assert told["environments"] == told["folders"] == []
    assert set(told["packages"].values()) == {None}


async def test_an_environment_becomes_a_kernel(ask, make, venv, own, jp_data_dir):
    path = venv("My Project/.venv")
    (offered,) = (await ask())["environments"]
    assert offered == {"path": path, "name": "My Project", "has_ipykernel": True, "is_kernel": False}
    code, kernel = await make(path)
    assert (code, kernel["name"], kernel["display_name"]) == (200, "python-my-project", "Python (My Project)")
    file = jp_data_dir / "kernels/python-my-project/kernel.json"
    assert json.loads(file.read_text())["argv"][0] == f"{path}/bin/python"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["kernel.json"]
    told = await ask()
    assert told["environments"][0]["is_kernel"] is True
    assert row(told, "python-my-project")["reason"] is None
    assert await make(path) == (200, kernel)
    assert own() == ["python-my-project"]


async def test_two_presses_of_one_moment_make_one(make, venv, own):
    path = venv("a/venv")
    first, second = await asyncio.gather(make(path), make(path))
    assert first == second and first[0] == 200
    assert own() == ["python-a"]


async def test_no_other_kernel_is_replaced_or_hidden(make, spec, venv, jp_data_dir):
    mine = spec("python-thesis", ["/nowhere/python"], display_name="Python (thesis)")
    before = (mine / "kernel.json").read_text()
    (jp_data_dir / "kernels/Python-Thesis-2").mkdir()  # in another case, and no kernel at all
    code, kernel = await make(venv("thesis/.venv"))
    assert (code, kernel["name"], kernel["display_name"]) == (200, "python-thesis-3", "Python (thesis 2)")
    assert (mine / "kernel.json").read_text() == before


async def test_only_what_is_offered(make, venv, tmp_path, jp_root_dir):
    path = venv("a/venv")
    for other in (str(tmp_path), f"{path}/", f"{path}/../venv", "", "/usr"):
        assert (await make(other))[1]["reason"] == "not-found"
    for wrong in (None, 1, [path]):
        assert (await make(wrong))[1]["reason"] == "bad-field"


async def test_without_ipykernel_the_line_to_copy(make, venv, own):
    path = venv("it's $HOME/venv", has_ipykernel=False)
    code, told = await make(path)
    assert (code, told["reason"]) == (409, "no-ipykernel")
    line = shlex.split(told["detail"]["command"])
    assert line == [f"{path}/bin/python", "-m", "pip", "install", "ipykernel"]
    assert own() == []


async def test_a_python_that_does_not_start(make, venv, own):
    path = Path(venv("a/venv"))
    (path / "bin/python").unlink()
    (path / "bin/python").symlink_to("/bin/false")
    code, told = await make(str(path))
    assert (code, told["reason"]) == (409, "interpreter-gone")
    assert own() == []


async def test_a_full_disk_and_a_folder_that_is_none_leave_nothing(make, venv, own, jp_data_dir, monkeypatch):
    path = venv("a/venv")

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(kernelspecs.json, "dump", full)
        code, told = await make(path)
    folder = jp_data_dir / "kernels"
    assert (code, told["reason"], told["detail"]) == (503, "kernel-disk-full", {"folder": str(folder)})
    assert own() == []
    folder.rename(jp_data_dir / "before")
    folder.write_text("no folder")
    assert (await make(path))[1]["reason"] == "kernel-not-written"


async def test_a_kernel_that_would_not_be_listed(ask, make, venv, own, jp_serverapp, monkeypatch):
    path = venv("a/venv")
    manager = jp_serverapp.kernel_spec_manager
    monkeypatch.setattr(manager, "get_all_specs", lambda: {})  # a site's own, with a list of its own
    code, told = await make(path)
    assert (code, told["reason"]) == (409, "kernel-not-listed")
    assert own() == []
    monkeypatch.undo()
    monkeypatch.setattr(manager, "allowed_kernelspecs", {"python3"})
    assert (await ask())["environments"] == []
    assert (await make(path))[1]["reason"] == "not-found"


@pytest.mark.parametrize("wrong", [RuntimeError, lambda: time.sleep(0.5)])
async def test_a_manager_that_fails_or_hangs(jp_fetch, jp_serverapp, monkeypatch, wrong):
    monkeypatch.setattr(kernelspecs, "_PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(jp_serverapp.kernel_spec_manager, "get_all_specs", wrong)
    with pytest.raises(HTTPClientError) as error:
        await jp_fetch(PATH)
    assert error.value.code == 503
    assert json.loads(error.value.response.body)["reason"] == "kernels-unknown"


async def test_packages_are_those_of_the_default_kernel(ask, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://ann:hunter2@mirror.example/simple")
    told = await ask()
    assert told["packages"]["target"] == sys.prefix
    assert told["packages"]["index"] == "https://mirror.example"
    assert "hunter2" not in json.dumps(told)
    assert told["packages"]["text"] is None


class TestSiteText:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        jp_server_config["RemoteIDE"] = Config({"connect_packages_text": "Use\n  our wheels.\u202e"})
        return jp_server_config

    async def test_what_the_site_says(self, ask):
        assert (await ask())["packages"]["text"] == "Use our wheels."


@pytest.mark.parametrize("who", ["visitor", "our token", "hub token"])
async def test_who_may(who, venv, jp_serverapp, tmp_path):
    hub_token = HubToken("x", is_browser=False, scopes=frozenset(), secret=lambda: None)
    visitor = {
        "visitor": Visitor("ann", owner=False),
        "our token": Visitor("ann", owner=True, apitoken_id="x"),
        "hub token": Visitor("ann", owner=True, hub_token=hub_token),
    }[who]
    kernels = Kernels(kernelspecs.KernelSpecs(jp_serverapp, jp_serverapp.log), "", tmp_path)
    reason = "not-owner" if who == "visitor" else "ide-token"
    with pytest.raises(Exception, match=r"owner|token") as error:
        await kernels.make(visitor, venv("a/venv"))
    assert error.value.reason == reason
    if who == "visitor":
        with pytest.raises(Exception, match="owner"):
            await kernels.list(visitor)
