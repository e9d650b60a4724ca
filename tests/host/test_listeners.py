"""Who would answer at an address: the kernel's choice, and what the text tables make of it."""

from __future__ import annotations

import errno
import os
import socket
import time

import pytest

from jupyterlab_remote_ide.host import listeners, procnet, sockdiag
from jupyterlab_remote_ide.host.listeners import NoTables, Unread

WAYS = ["exact", "text"]


@pytest.fixture(params=WAYS)
def at(request):
    return listeners.at if request.param == "exact" else listeners._from_text


def listener(address, **options):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return socket.create_server((address, 0), family=family, **options)


@pytest.mark.parametrize(
    ("bound", "options", "asked", "answers"),
    [
        ("127.0.0.1", {}, "127.0.0.1", True),
        ("127.0.0.1", {}, "127.0.0.2", False),
        ("127.0.0.1", {}, "::1", False),
        ("0.0.0.0", {}, "127.0.0.1", True),
        ("0.0.0.0", {}, "127.9.9.9", True),
        ("::1", {}, "::1", True),
        ("::1", {}, "127.0.0.1", False),
        ("::", {"dualstack_ipv6": True}, "127.0.0.1", True),
        ("::", {"dualstack_ipv6": True}, "::1", True),
        ("::ffff:127.0.0.1", {"dualstack_ipv6": True}, "127.0.0.1", True),
    ],
)
def test_what_is_bound_and_what_is_asked(at, bound, options, asked, answers):
    with listener(bound, **options) as made:
        found = at(asked, made.getsockname()[1])
        assert (found is not None) == answers
        if found is not None:
            assert (found.inode, found.uid) == (os.fstat(made.fileno()).st_ino, os.geteuid())


def test_the_nearer_of_two(at):
    with listener("0.0.0.0", reuse_port=True) as wide:
        port = wide.getsockname()[1]
        with socket.socket() as near:
            near.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            near.bind(("127.0.0.1", port))
            near.listen()
            assert at("127.0.0.1", port).inode == os.fstat(near.fileno()).st_ino
        assert at("127.0.0.1", port).inode == os.fstat(wide.fileno()).st_ino


def test_without_netlink_the_text_is_read(monkeypatch):
    def refused(*_, **__):
        raise PermissionError

    monkeypatch.setattr(sockdiag, "listener", refused)
    monkeypatch.setattr(sockdiag.SockDiag, "rows", refused)
    with listener("127.0.0.1") as made:
        port, inode = made.getsockname()[1], os.fstat(made.fileno()).st_ino
        assert listeners.at("127.0.0.1", port).inode == inode
        assert inode in {found.inode for found in listeners.everybody()}
        monkeypatch.setattr(procnet, "rows", refused)
        for ask in (lambda: listeners.at("127.0.0.1", port), listeners.everybody):
            with pytest.raises(NoTables):
                ask()


def test_everybody_is_reached_somewhere():
    with listener("0.0.0.0") as wide, listener("::1") as six:
        found = {one.inode: one.address for one in listeners.everybody()}
        assert found[os.fstat(wide.fileno()).st_ino] == "127.0.0.1"
        assert found[os.fstat(six.fileno()).st_ino] == "::1"


def test_unix_sockets(tmp_path):
    path = str(tmp_path / "a b.sock")
    assert (listeners.unix(path), listeners.made_by(path)) == (None, None)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path)
        assert (listeners.unix(path), listeners.takes_connections(path)) == (None, False)
        made.listen()
        assert listeners.unix(path) == os.fstat(made.fileno()).st_ino
        assert listeners.takes_connections(path)
        assert listeners.made_by(path) == os.geteuid()
    assert listeners.unix(path) is None
    assert not listeners.takes_connections(path)
    (tmp_path / "file").write_text("")
    assert listeners.made_by(str(tmp_path / "file")) is None


def test_questions_of_one_moment_share_a_read_of_the_text(monkeypatch):
    reads = []
    read = procnet.rows
    monkeypatch.setattr(procnet, "rows", lambda: reads.append(1) or read())
    monkeypatch.setattr(listeners, "_TEXT", listeners._Text())
    with listener("127.0.0.1") as made:
        port = made.getsockname()[1]
        for address in ("127.0.0.1", "::1") * 50:
            listeners._from_text(address, port, recent=True)
        assert len(reads) == 1
        assert listeners._from_text("127.0.0.1", port).uid == os.geteuid()
        assert len(reads) == 2
    # Whose port it is may be known late, but not that somebody has come.
    with listener("127.0.0.1") as other:
        assert listeners._from_text("127.0.0.1", other.getsockname()[1], recent=True) is not None


def test_that_nobody_listens_is_known_from_a_read_after_the_question_alone(monkeypatch):
    monkeypatch.setattr(listeners, "_TEXT", listeners._Text())
    with listener("127.0.0.1") as made:
        port = made.getsockname()[1]
    since = time.monotonic()
    with pytest.raises(Unread):
        listeners._from_text("127.0.0.1", port, since=since)
    listeners.read_tables()
    for address in ("127.0.0.1", "::1"):
        assert listeners._from_text(address, port, since=since) is None
    with pytest.raises(Unread):  # a stranger may have come
        listeners._from_text("127.0.0.1", port, since=time.monotonic())


def test_who_asks_again_and_again_may_take_what_was_read_a_moment_ago(monkeypatch):
    reads = []
    read = procnet.rows
    monkeypatch.setattr(procnet, "rows", lambda: reads.append(1) or read())
    monkeypatch.setattr(listeners, "_TEXT", listeners._Text())
    monkeypatch.setattr(sockdiag, "_open", _refuse)
    with listener("127.0.0.1") as made:
        port = made.getsockname()[1]
    for _ in range(50):
        assert listeners.on_loopback(port, ago=60) == []
    assert len(reads) == 1
    with socket.create_server(("127.0.0.1", port)):
        assert len(listeners.on_loopback(port)) == 1


def _refuse():
    raise PermissionError


def test_a_server_that_may_not_use_netlink_reads_the_text(monkeypatch):
    """systemd's RestrictAddressFamilies answers as a kernel without the family would."""

    def refused():
        raise OSError(errno.EAFNOSUPPORT, "Address family not supported by protocol")

    monkeypatch.setattr(sockdiag, "_open", refused)
    with listener("127.0.0.1") as made:
        assert listeners.at("127.0.0.1", made.getsockname()[1]).inode == os.fstat(made.fileno()).st_ino
