"""The scanners and the owner search against this machine's kernel."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest
from fakes_ports import LISTEN, once

from jupyterlab_remote_ide.host import sockdiag
from jupyterlab_remote_ide.host.listener import ScanFailed
from jupyterlab_remote_ide.host.procnet import ProcNet
from jupyterlab_remote_ide.host.sockdiag import SockDiag, SockDiagV2

ME, OTHER = os.getuid(), 54321
SCANNERS = (SockDiag, SockDiagV2, ProcNet)


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
from jupyterlab_remote_ide.host.sockdiag import SockDiag, SockDiagV2
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
from jupyterlab_remote_ide.host.sockdiag import SockDiag, SockDiagV2
from jupyterlab_remote_ide.host.procnet import ProcNet
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
from jupyterlab_remote_ide.host.sockdiag import SockDiag
from jupyterlab_remote_ide.host.procnet import ProcNet
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
        pytest.skip("UNPROVEN: no network namespaces here")
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


@pytest.mark.second_account
@pytest.mark.parametrize("make", SCANNERS)
def test_another_users_socket_is_only_a_port_number(make, spawn):
    theirs = spawn(LISTEN, user=OTHER)
    port = int(theirs.stdout.readline())
    scan = once(make, ME)
    assert port not in {row.port for row in scan.own}
    assert port in scan.foreign_ports
    assert port in {row.port for row in once(make, OTHER).own}
