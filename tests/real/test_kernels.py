"""What an IDE lists and runs: a real virtual environment made a kernel, with the real pip and JupyterLab."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path
from typing import Any

import ipykernel
import pytest
from clients import make_token
from driver import V1, Notebook
from rig import Account, Server

PATH = f"{V1}/connect/kernels"
PASSWORD = "hunter2secret"


def venv(account: Account, server: Server, name: str, has_ipykernel: bool = True) -> Path:
    """A real one in the root folder, whose ipykernel is that of this environment: nothing is downloaded."""
    folder = server.root_dir / name
    account.run(["/usr/bin/env", "python3", "-m", "venv", folder], venv=server.venv)
    if has_ipykernel:
        (site,) = folder.glob("lib/python3*/site-packages")
        (site / "here.pth").write_text(f"{Path(ipykernel.__file__).parents[1]}\n")
    return folder


def listed(server: Server) -> dict[str, Any]:
    answer = server.get(PATH)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def reasons(server: Server) -> dict[str, str | None]:
    return {kernel["name"]: kernel["reason"] for kernel in listed(server)["kernels"]}


def test_an_environment_runs_a_cell_of_an_ide(server: Server, account: Account) -> None:
    folder = venv(account, server, "my thesis")
    (offer,) = listed(server)["environments"]
    assert (offer["path"], offer["is_kernel"]) == (str(folder), False)
    secret = make_token(server)["secret"]
    for path in ("GET", "POST"):  # an IDE has no say in it
        refused = server.request(path, PATH, token=secret, json={"path": str(folder)})
        assert (refused.status_code, refused.json()["reason"]) == (403, "ide-token")
    made = server.post(PATH, {"path": str(folder)})
    assert made.status_code == 200, made.text
    name = made.json()["kernel"]["name"]
    names = {kernel["name"] for kernel in listed(server)["kernels"]}
    theirs = server.get("api/kernelspecs", token=secret).json()["kernelspecs"]
    assert name in names == set(theirs)
    assert theirs[name]["spec"]["display_name"] == "Python (my thesis)"
    notebook = Notebook(server, "a.ipynb", kernel=name, token=secret)
    try:
        assert notebook.run("import sys; print(sys.prefix)") == f"{folder}\n"
    finally:
        notebook.close()
    assert listed(server)["environments"][0]["is_kernel"] is True


def test_without_ipykernel_the_line_is_the_one_that_pip_takes(server: Server, account: Account) -> None:
    folder = venv(account, server, "bare $HOME", has_ipykernel=False)
    assert listed(server)["environments"][0]["has_ipykernel"] is False
    refused = server.post(PATH, {"path": str(folder)})
    assert (refused.status_code, refused.json()["reason"]) == (409, "no-ipykernel")
    line = refused.json()["detail"]["command"]
    assert shlex.split(line)[-2:] == ["install", "ipykernel"]
    shown = line.removesuffix(" install ipykernel") + " --version"
    assert str(folder) in account.run(["/bin/bash", "-c", shown])


def test_one_whose_python_went_away_says_so(server: Server, account: Account) -> None:
    folder = venv(account, server, "old")
    name = server.post(PATH, {"path": str(folder)}).json()["kernel"]["name"]
    (site,) = folder.glob("lib/python3*/site-packages")
    assert reasons(server)[name] is None
    (site / "here.pth").unlink()
    assert reasons(server)[name] == "no-ipykernel"
    folder.rename(folder.with_name("new"))
    assert reasons(server)[name] == "interpreter-gone"
    assert reasons(server)["python3"] is None
    # Another one in its place takes up the kernel that is there.
    again = server.post(PATH, {"path": str(venv(account, server, "old2").rename(folder))})
    assert again.json()["kernel"]["name"] == name, again.text


@pytest.mark.skipif(os.getuid() != 0, reason="UNPROVEN: takes a folder away from its account")
def test_a_data_folder_that_cannot_be_written(server: Server, account: Account) -> None:
    folder = venv(account, server, "project")
    data = account.home / ".local/share/jupyter"
    kernels = data / "kernels"
    kernels.mkdir(parents=True, exist_ok=True)
    os.chown(kernels, 0, 0)
    kernels.chmod(0o755)
    refused = server.post(PATH, {"path": str(folder)})
    assert (refused.status_code, refused.json()["reason"]) == (503, "kernel-not-written")
    assert refused.json()["detail"] == {"folder": str(kernels)}
    assert list(kernels.iterdir()) == []
    os.chown(kernels, account.uid, account.gid)
    assert server.post(PATH, {"path": str(folder)}).status_code == 200


def test_where_packages_go_without_a_secret(account: Account) -> None:
    index = f"https://ann:{PASSWORD}@mirror.example/simple"
    with Server(account, env={"PIP_INDEX_URL": index, "PIP_NO_INDEX": "1"}) as server:
        answer = server.get(PATH)
        assert PASSWORD not in answer.text
        packages = answer.json()["packages"]
        assert packages["index"] == "https://mirror.example"
        assert packages["no_index"] is True
        # What pip says itself of the folder that it would write to.
        notebook = Notebook(server, "a.ipynb")
        try:
            prefix = notebook.run("import sys; print(sys.prefix)").strip()
        finally:
            notebook.close()
        assert packages["target"] == prefix
        assert packages["is_user_site"] is False
        assert PASSWORD not in server.log
    text = "Ask the help desk."
    config = {"RemoteIDE": {"connect_packages_text": text}}
    with Server(account, config=config) as server:
        assert listed(server)["packages"]["text"] == text


def test_a_gateway_claims_nothing(server: Server, account: Account) -> None:
    remote = ["--GatewayClient.url=" + server.url, f"--GatewayClient.auth_token={server.token}"]
    with Server(account, app="server", arguments=remote, root_dir=account.home / "other") as local:
        venv(account, local, "here")
        told = listed(local)
        assert {kernel["name"] for kernel in told["kernels"]} == set(
            server.get("api/kernelspecs").json()["kernelspecs"]
        )
        assert told["environments"] == told["folders"] == []
        assert json.dumps(told["packages"]).count("null") == 7
