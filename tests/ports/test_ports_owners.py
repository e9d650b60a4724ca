"""Whose a socket is, and who is at the other end, on this machine's kernel."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fakes_ports import LISTEN, once

from jupyterlab_remote_ide.host import owners
from jupyterlab_remote_ide.host.handle import Handle
from jupyterlab_remote_ide.host.listener import Scan
from jupyterlab_remote_ide.host.processes import uids_tell_nothing
from jupyterlab_remote_ide.host.procnet import ProcNet
from jupyterlab_remote_ide.host.sockdiag import SockDiag, SockDiagV2, peer_owner
from jupyterlab_remote_ide.ports import machine as machine_module
from jupyterlab_remote_ide.ports.machine import Machine

ME, OTHER = os.getuid(), 54321
SCANNERS = (SockDiag, SockDiagV2, ProcNet)


def test_the_owner_is_found_with_start_time_folder_and_masked_arguments(spawn, tmp_path):
    before = time.time()
    child = spawn(LISTEN, "--token=hunter2", cwd=tmp_path)
    port = int(child.stdout.readline())
    (row,) = [r for r in once(SockDiag, ME).own if r.port == port]
    owner = owners.Owners(ME).find([row.inode], budget=10)[row.inode]
    assert (owner.pid, owner.ppid, owner.folder) == (child.pid, os.getpid(), str(tmp_path))
    assert owner.argv[-1] == "--token=••••" and "hunter2" not in str(owner)
    # The kernel's boot time is told in whole seconds, a start in ticks of it.
    assert before - 1.02 <= owner.started <= time.time() + 1
    assert owner.parents[0] == os.getpid()


def test_of_parent_and_child_the_parent_is_the_owner(listening, spawn):
    kept = listening()
    child = spawn("import time; print(1, flush=True); time.sleep(20)", pass_fds=[kept.sock.fileno()])
    child.stdout.readline()
    assert owners.Owners(ME).find([kept.inode], budget=10)[kept.inode].pid == os.getpid()


def test_the_search_keeps_to_its_budget(listening):
    assert owners.Owners(ME).find([listening().inode], budget=-1) == {}


@pytest.mark.second_account
def test_an_ordinary_user_sees_and_owns_their_own_only(spawn, listening):
    mine = listening()
    code = f"""
import os, socket
from jupyterlab_remote_ide.ports.machine import Machine
machine = Machine()
assert machine.uid == {OTHER} and not machine.by_fd
for scanner in machine.scanners():
    s = socket.create_server(("127.0.0.1", 0))
    scan = scanner.scan()
    inode = os.fstat(s.fileno()).st_ino
    assert [row.inode for row in scan.own] == [inode], (scanner.method, scan.own)
    assert {mine.port} in scan.foreign_ports
    assert machine.owners([inode, {mine.inode}], (), 1).keys() == {{inode}}
    assert machine.process({os.getpid()}, {owners.describe(os.getpid()).started}, [{mine.inode}]) is None
    s.close()
print("ok")
"""
    child = spawn(code, user=OTHER, group=OTHER, extra_groups=[])
    assert child.stdout.read() == "ok\n"


def test_the_other_ends_owner_is_known_once_it_accepted(listening):
    for host in ("127.0.0.1", "::1"):
        kept = listening(host)
        with socket.create_connection((host, kept.port)) as client:
            local, peer = client.getsockname()[:2], client.getpeername()[:2]
            assert peer_owner(local, peer)[1] == 0
            connection, _ = kept.sock.accept()
            with connection:
                assert peer_owner(local, peer) == (ME, os.fstat(connection.fileno()).st_ino)
    assert peer_owner(("127.0.0.1", 9), ("127.0.0.1", 9)) is None


def test_a_user_namespace_without_a_map_is_noticed():
    assert not uids_tell_nothing(ME)
    code = """
import os, socket
from jupyterlab_remote_ide.ports.machine import Machine
machine = Machine()
assert machine.by_fd
s = socket.create_server(("127.0.0.1", 0))
inode = os.fstat(s.fileno()).st_ino
scan = machine.scanners()[0].scan()
assert inode in {row.inode for row in scan.own}
assert machine.owners([inode, 1], (), 5).keys() == {inode}
print("ok")
"""
    done = subprocess.run(["unshare", "-U", sys.executable, "-c", code], capture_output=True, text=True)
    if "unshare failed" in done.stderr:
        pytest.skip("UNPROVEN: no user namespaces here")
    assert done.stdout == "ok\n", done.stderr


def test_a_process_is_held_by_pid_and_start_time(spawn):
    child = spawn("import time; print(1, flush=True); time.sleep(20)")
    child.stdout.readline()
    started = owners.describe(child.pid).started
    with pytest.raises(ProcessLookupError):
        Handle(child.pid, started + 1)  # the pid came to mean another one
    process = Handle(child.pid, started)
    assert process.alive() and process.owned_by(ME) and not process.holds([1])
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert not process.alive()  # a zombie
    process.close()
    assert Machine().process(child.pid, started, [1]) is None


def test_where_the_other_end_cannot_be_asked_nobody_else_may_be_there(monkeypatch):
    def refuse(*args):
        raise OSError(errno.EACCES, "no")

    monkeypatch.setattr(machine_module, "peer_owner", refuse)
    machine = Machine()
    alone = [False]
    monkeypatch.setattr(owners, "others_exist", lambda uid: not alone[0])
    assert not machine.may_probe(Scan(()))
    alone[0] = True
    assert machine.may_probe(Scan(()))
    assert not machine.may_probe(Scan((), frozenset([80])))
    assert machine._is_ours(("127.0.0.1", 1), ("127.0.0.1", 2)) is True
    machine.by_fd = True
    assert not machine.may_probe(Scan(()))


def test_an_accident_while_asking_is_no_yes(monkeypatch):
    machine = Machine()
    assert machine.may_probe(Scan(()))

    def refuse(*args):
        raise OSError(errno.ENOBUFS, "no")

    monkeypatch.setattr(machine_module, "peer_owner", refuse)
    assert machine._is_ours(("127.0.0.1", 1), ("127.0.0.1", 2)) is None


def test_who_else_may_be_here(monkeypatch, tmp_path):
    monkeypatch.setattr(owners, "PROC", str(tmp_path))
    assert owners.others_exist(ME)  # not even process 1 is to be seen
    (tmp_path / "1").mkdir()
    assert not owners.others_exist(ME)
    assert owners.others_exist(ME + 1) is (ME != 0)
    assert Path("/proc/1").exists()
