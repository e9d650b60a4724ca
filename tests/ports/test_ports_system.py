"""The scanners and the owner search against this machine's kernel."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jupyterlab_remote_ide.ports import procfs, sockdiag
from jupyterlab_remote_ide.ports.listener import ScanFailed
from jupyterlab_remote_ide.ports.machine import Machine, unmapped
from jupyterlab_remote_ide.ports.process import Process
from jupyterlab_remote_ide.ports.procnet import ProcNet
from jupyterlab_remote_ide.ports.sockdiag import SockDiag, SockDiagV2, peer_owner

ME, OTHER = os.getuid(), 54321
root = pytest.mark.skipif(ME != 0, reason="needs a second uid")
SCANNERS = (SockDiag, SockDiagV2, ProcNet)
LISTEN = """
import socket, sys, time
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen()
print(s.getsockname()[1], flush=True)
s.settimeout(20)
got = b""
c, _ = s.accept(); c.settimeout(1)
try:
    got = c.recv(100)
except OSError:
    pass
print(len(got), flush=True)
"""


@pytest.fixture
def spawn():
    started = []

    def start(code, *argv, **options):
        process = subprocess.Popen(
            [sys.executable, "-c", code, *argv], stdout=subprocess.PIPE, text=True, **options
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def once(make, uid):
    scanner = make(uid)
    try:
        return scanner.scan()
    finally:
        scanner.close()


def own(scan):
    return {row.inode: row for row in scan.own}


@pytest.mark.parametrize("make", SCANNERS)
def test_it_sees_what_listens_and_no_longer_once_closed(make, listening):
    scanner = make(ME)
    four, six = listening("127.0.0.2"), listening("::1")
    rows = own(scanner.scan())
    assert (rows[four.inode].address, rows[four.inode].port) == ("127.0.0.2", four.port)
    assert (rows[six.inode].address, rows[six.inode].port) == ("::1", six.port)
    four.sock.close()
    scanner.close()
    assert four.inode not in own(scanner.scan())
    scanner.close()


def test_all_ways_give_the_same_rows(listening):
    kept = [listening("0.0.0.0"), listening("::"), listening("::", v6only=True), listening("127.0.0.1")]
    seen = []
    for make in SCANNERS:
        scanner = make(ME)
        rows = own(scanner.scan())
        seen.append({rows[k.inode]._replace(v6only=None) for k in kept})
        scanner.close()
    assert seen[0] == seen[1] == seen[2] and len(seen[0]) == 4


@pytest.mark.parametrize("make", SCANNERS[:2])
def test_netlink_tells_dual_stack_from_ipv6_only(make, listening):
    dual, six = listening("::", v6only=False), listening("::", v6only=True)
    scanner = make(ME)
    rows = own(scanner.scan())
    assert (rows[dual.inode].v6only, rows[six.inode].v6only) == (False, True)
    scanner.close()


def test_an_unchanged_table_is_not_parsed_again():
    code = """
from jupyterlab_remote_ide.ports.sockdiag import SockDiag, SockDiagV2
import socket
for make in (SockDiag, SockDiagV2):
    s = socket.create_server(("127.0.0.1", 0))
    scanner = make(None)
    assert len(scanner.scan().own) == 1
    assert scanner.scan() is None and scanner.scan() is None
    with socket.create_server(("127.0.0.1", 0)):
        assert len(scanner.scan().own) == 2
    assert len(scanner.scan().own) == 1
    scanner.close(); assert scanner.scan() is not None
    scanner.close(); s.close()
"""
    _in_namespace(code)


def test_a_thousand_listeners_come_in_pieces():
    code = """
import resource, socket
resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
from jupyterlab_remote_ide.ports.sockdiag import SockDiag, SockDiagV2
from jupyterlab_remote_ide.ports.procnet import ProcNet
kept = [socket.create_server(("127.0.0.1", 0)) for _ in range(700)]
kept += [socket.create_server(("::1", 0), family=socket.AF_INET6) for _ in range(300)]
ports = {s.getsockname()[1] for s in kept}
scans = [make(0).scan() for make in (SockDiag, SockDiagV2, ProcNet)]
assert [len(scan.own) for scan in scans] == [1000] * 3
assert all({row.port for row in scan.own} == ports for scan in scans)
assert scans[0].partial and scans[1].partial and not scans[2].partial
"""
    _in_namespace(code)


def test_another_network_namespace_is_not_seen(listening):
    here = listening()
    code = f"""
from jupyterlab_remote_ide.ports.sockdiag import SockDiag
from jupyterlab_remote_ide.ports.procnet import ProcNet
assert {here.inode} not in {{row.inode for make in (SockDiag, ProcNet) for row in make(None).scan().own}}
"""
    _in_namespace(code)


def _in_namespace(code):
    done = subprocess.run(
        ["unshare", "-n", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", sys.executable, "-c", code],
        capture_output=True,
        text=True,
    )
    if "Operation not permitted" in done.stderr and "unshare" in done.stderr:
        pytest.skip("no network namespaces here")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("number", "make"),
    [(errno.EPROTONOSUPPORT, SockDiag), (errno.EACCES, SockDiag), (errno.EPERM, SockDiagV2)],
)
def test_a_refused_socket_is_a_failure_of_this_way(monkeypatch, number, make):
    def refuse(*args):
        raise OSError(number, "no")

    monkeypatch.setattr(sockdiag.socket, "socket", refuse)
    with pytest.raises(ScanFailed) as failed:
        make(ME).scan()
    assert failed.value.reason == errno.errorcode[number]


class _Refusing:
    """A netlink socket that answers with an error message."""

    def __init__(self, number):
        self.number = number

    def send(self, data):
        return len(data)

    def recv(self, size):
        return (
            sockdiag._HEAD.pack(36, 2, 0, 1, 0)
            + (-self.number).to_bytes(4, sys.byteorder, signed=True)
            + bytes(16)
        )

    def close(self):
        pass


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EINVAL])
def test_an_error_message_is_a_failure_too(monkeypatch, number):
    monkeypatch.setattr(sockdiag, "_open", lambda: _Refusing(number))
    with pytest.raises(ScanFailed) as failed:
        SockDiag(ME).scan()
    assert failed.value.reason == errno.errorcode[number]


def test_procfs_without_files_fails_and_without_ipv6_works(tmp_path):
    with pytest.raises(ScanFailed):
        ProcNet(ME, tmp_path).scan()
    (tmp_path / "tcp").write_text(
        "  sl  local_address rem_address   st\n"
        "   0: 0100007F:1F90 00000000:0000 01 0:0 00:0 0 1000 0 5 1\n"  # as on gVisor: not LISTEN first
        "   1: 0200007F:1F91 00000000:0000 0A 0:0 00:0 0 1000 0 6 1\n"
        "   2: 0100007F:1F92 00000000:0000 0A 0:0 00:0 0 1001 0 7 1\n"
    )
    scan = ProcNet(1000, tmp_path).scan()
    assert [(row.address, row.port, row.inode) for row in scan.own] == [("127.0.0.2", 8081, 6)]
    assert scan.foreign_ports == {8082}


def test_procfs_rests_while_the_counters_stand_still(tmp_path):
    (tmp_path / "tcp").write_text("head\n   1: 0200007F:1F91 00000000:0000 0A 0:0 00:0 0 1000 0 6 1\n")
    (tmp_path / "sockstat").write_text("sockets: used 5\nTCP: inuse 1 orphan 0 tw 0\n")
    scanner = ProcNet(1000, tmp_path)
    assert scanner.scan() is not None and scanner.cost > 0
    (tmp_path / "tcp").write_text("head\n")
    assert scanner.scan() is None
    (tmp_path / "sockstat").write_text("sockets: used 5\nTCP: inuse 0 orphan 0 tw 0\n")
    assert scanner.scan().own == ()


@root
@pytest.mark.parametrize("make", SCANNERS)
def test_another_users_socket_is_only_a_port_number(make, spawn):
    theirs = spawn(LISTEN, user=OTHER)
    port = int(theirs.stdout.readline())
    scan = once(make, ME)
    assert port not in {row.port for row in scan.own}
    assert port in scan.foreign_ports
    assert port in {row.port for row in once(make, OTHER).own}


def test_the_owner_is_found_with_start_time_folder_and_masked_arguments(spawn, tmp_path):
    before = time.time()
    child = spawn(LISTEN, "--token=hunter2", cwd=tmp_path)
    port = int(child.stdout.readline())
    (row,) = [r for r in once(SockDiag, ME).own if r.port == port]
    owner = procfs.Owners(ME).find([row.inode])[row.inode]
    assert (owner.pid, owner.ppid, owner.folder) == (child.pid, os.getpid(), str(tmp_path))
    assert owner.argv[-1] == "--token=***" and "hunter2" not in str(owner)
    assert abs(owner.started - before) < 3
    assert owner.parents[0] == os.getpid()


def test_of_parent_and_child_the_parent_is_the_owner(listening):
    kept = listening()
    pid = os.fork()
    if pid == 0:
        time.sleep(20)
        os._exit(0)
    try:
        assert procfs.Owners(ME).find([kept.inode])[kept.inode].pid == os.getpid()
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)


def test_the_search_keeps_to_its_budget(listening):
    assert procfs.Owners(ME).find([listening().inode], budget=-1) == {}


@root
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
    assert machine.process({os.getpid()}, {procfs.describe(os.getpid()).started}, [{mine.inode}]) is None
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
    assert not unmapped(ME)
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
        pytest.skip("no user namespaces here")
    assert done.stdout == "ok\n", done.stderr


def test_a_process_is_held_by_pid_and_start_time(spawn):
    child = spawn("import time; print(1, flush=True); time.sleep(20)")
    child.stdout.readline()
    started = procfs.describe(child.pid).started
    with pytest.raises(ProcessLookupError):
        Process(child.pid, started + 1)  # the pid came to mean another one
    process = Process(child.pid, started)
    assert process.alive() and process.owned_by(ME) and not process.holds([1])
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert not process.alive()  # a zombie
    process.close()
    assert Machine().process(child.pid, started, [1]) is None


def test_who_else_may_be_here(monkeypatch, tmp_path):
    monkeypatch.setattr(procfs, "PROC", str(tmp_path))
    assert procfs.others_exist(ME)  # not even process 1 is to be seen
    (tmp_path / "1").mkdir()
    assert not procfs.others_exist(ME)
    assert procfs.others_exist(ME + 1) is (ME != 0)
    assert Path("/proc/1").exists()
