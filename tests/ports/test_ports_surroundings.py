"""What is read of a Jupyter server, from plain objects."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import threading
from types import SimpleNamespace

from jupyterlab_remote_ide.ports.surroundings import Surroundings

LOG = logging.getLogger("test")


def kernel(pid, port):
    provisioner = SimpleNamespace(pid=pid)
    names = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
    return SimpleNamespace(
        provisioner=provisioner, **{name: port and port + n for n, name in enumerate(names)}
    )


def server(folder="", **more):
    kernels = {"a": kernel(5, 100), "b": kernel(None, 0)}
    manager = SimpleNamespace(list_kernel_ids=lambda: [*kernels, "gone"], get_kernel=kernels.__getitem__)
    terminals = SimpleNamespace(terminals={"1": SimpleNamespace(ptyproc=SimpleNamespace(pid=7))})
    web_app = SimpleNamespace(settings={"terminal_manager": terminals})
    return SimpleNamespace(kernel_manager=manager, web_app=web_app, runtime_dir=str(folder), **more)


def test_kernels_and_terminals():
    found = Surroundings(server(), None, LOG)
    assert found.kernels() == {5: "a"}
    assert found.kernel_ports() == {100, 101, 102, 103, 104}
    assert found.terminals() == {7: "1"}
    assert found.managed() is None
    assert found.server_pid == os.getpid()


def test_a_consoles_kernel_is_known_by_its_file(tmp_path):
    found = Surroundings(server(tmp_path), None, LOG)
    file = tmp_path / "kernel-1.json"
    file.write_text(json.dumps({"shell_port": 200, "hb_port": 201, "key": "x"}))
    (tmp_path / "kernel-2.json").write_text("{half")
    (tmp_path / "other.json").write_text('{"shell_port": 9}')
    assert {200, 201} < found.kernel_ports()
    file.unlink()
    assert 200 not in found.kernel_ports()


def test_a_pipe_among_the_files_of_kernels_is_passed_over(tmp_path):
    os.mkfifo(tmp_path / "kernel-x.json")
    (tmp_path / "kernel-1.json").write_text(json.dumps({"shell_port": 200}))
    found = []
    # Not a thread to be joined: where it hangs, the test fails and goes on.
    call = threading.Thread(
        target=lambda: found.append(Surroundings(server(tmp_path), None, LOG).kernel_ports()), daemon=True
    )
    call.start()
    call.join(10)
    assert found and 200 in found[0]


def test_without_managers_nothing_is_known():
    found = Surroundings(object(), None, LOG)
    assert (found.kernels(), found.terminals(), found.kernel_ports()) == ({}, {}, frozenset())
    assert asyncio.run(found.notebooks()) == {}
    assert found.managed() is None


def test_the_apps_tell_what_they_supervise():
    found = Surroundings(object(), lambda: {9: "code-server"}, LOG)
    assert found.managed() == {9: "code-server"}


def test_notebooks_by_kernel_and_a_failing_session_manager():
    async def list_sessions():
        return [{"path": "a.ipynb", "kernel": {"id": "k"}}, {"path": "b", "kernel": None}]

    async def fail():
        raise RuntimeError

    good = Surroundings(
        SimpleNamespace(session_manager=SimpleNamespace(list_sessions=list_sessions)), None, LOG
    )
    bad = Surroundings(SimpleNamespace(session_manager=SimpleNamespace(list_sessions=fail)), None, LOG)
    assert asyncio.run(good.notebooks()) == {"k": "a.ipynb"}
    assert asyncio.run(bad.notebooks()) == {}
