"""The pure rules: who started it, what is hidden, what can be reached, what is masked."""

from __future__ import annotations

import dataclasses
import random

import pytest
from fakes_ports import FAST, SERVER_PID, make_owner

from jupyterlab_remote_ide.host.listener import Listener
from jupyterlab_remote_ide.ports.probe import Answer
from jupyterlab_remote_ide.ports.reach import reach
from jupyterlab_remote_ide.ports.rows import Around, Built, Origin, Site, Socket, build, origin
from jupyterlab_remote_ide.redact import mask_arguments as mask

KERNELS, TERMINALS, GROUPS, PATHS = {2000: "k1"}, {3000: "1"}, {4000: "code-server"}, {"k1": "a/nb.ipynb"}


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        (make_owner(SERVER_PID), Origin(role="server")),
        (make_owner(2000), Origin("kernel", "a/nb.ipynb", "kernel")),
        (make_owner(9, ("python", "-f", "/r/kernel-9.json")), Origin("kernel", None, "kernel")),
        (make_owner(2001, session=2000), Origin("kernel", "a/nb.ipynb")),
        (make_owner(2001, ppid=1, parents=(2050, 2000, SERVER_PID)), Origin("kernel", "a/nb.ipynb")),
        (make_owner(2001, ("python", "/x/debugpy/adapter")), Origin("kernel", None, "debugger")),
        (make_owner(3001, session=3000), Origin("terminal", "1")),
        (make_owner(3001, parents=(3050, 3000, SERVER_PID, 1)), Origin("terminal", "1")),
        (make_owner(4000, ppid=SERVER_PID), Origin("app", "code-server", "managed")),
        (make_owner(4001, session=4000), Origin("app", "code-server", "managed")),
        (make_owner(4002, session=4090, parents=(4090, 4000, SERVER_PID)), Origin("app", "code-server")),
        (make_owner(5000), Origin()),
        (make_owner(5000, parents=(SERVER_PID, 1)), Origin("app", None)),
    ],
)
def test_who_started_it(owner, expected):
    assert origin(owner, SERVER_PID, KERNELS, TERMINALS, GROUPS, PATHS) == expected


@pytest.mark.parametrize(
    ("owner", "role"),
    [
        (make_owner(5000, parents=(SERVER_PID, 1)), "managed"),
        (make_owner(5001, session=5000, parents=(5000, SERVER_PID)), "managed"),
        (make_owner(5002, session=5001, parents=(5001, 5000, SERVER_PID)), None),
    ],
)
def test_without_a_supervisor_the_servers_children_are_managed(owner, role):
    found = origin(owner, SERVER_PID, KERNELS, TERMINALS, None, PATHS)
    assert (found.kind, found.role) == ("app", role)


V4, V46 = ("127.0.0.1",), ("::1", "127.0.0.1")


@pytest.mark.parametrize(
    ("address", "v6only", "localhost", "foreign", "expected"),
    [
        ("127.0.0.1", None, V4, False, ("", None)),
        ("0.0.0.0", None, V46, False, ("", None)),
        ("::", False, V4, False, ("", None)),
        ("::", None, V4, False, ("", None)),
        ("::", True, V4, False, (None, "ipv6-only")),
        ("::", True, V46, False, ("", None)),
        ("::1", None, V4, False, (None, "ipv6-only")),
        ("::1", None, V46, False, ("", None)),
        ("127.0.0.2", None, V46, False, (None, "other-loopback")),
        ("10.9.9.9", None, V46, False, (None, "not-on-loopback")),
        ("fd00::1", None, V46, False, (None, "not-on-loopback")),
        ("127.0.0.1", None, V46, True, ("127.0.0.1:", None)),
        ("::", False, V46, True, ("127.0.0.1:", None)),
        ("::1", None, V46, True, (None, "other-user-on-port")),
    ],
)
def test_what_the_proxy_reaches(address, v6only, localhost, foreign, expected):
    assert reach([Listener(address, 80, 1, v6only)], localhost, foreign) == expected


ON_4, ON_6 = (Listener(address, 80, 1) for address in ("127.0.0.1", "::1"))


@pytest.mark.parametrize(
    ("mine", "other", "localhost", "expected"),
    [
        (ON_4, ON_6, V46, (None, "other-program-on-port")),
        (ON_6, ON_4, V46, ("", None)),
        (ON_4, ON_6, V4, ("", None)),
        (ON_6, ON_4, V4, (None, "other-program-on-port")),
        (ON_4, ON_4, V46, ("", None)),  # SO_REUSEPORT: the kernel chooses
        (Listener("127.0.0.2", 80, 1), ON_4, V4, (None, "other-program-on-port")),
    ],
)
def test_two_programs_of_one_account_on_one_port_number(mine, other, localhost, expected):
    assert reach([mine], localhost, False, [mine, other]) == expected
    sockets = [socket(80, pid, make_owner(pid), address=who.address) for pid, who in ((7, mine), (8, other))]
    rows = build(sockets, Site("/"), Around(localhost=localhost))
    assert (rows["7-80"]["why"], rows["7-80"]["url"] is None) == (expected[1], expected[0] is None)


def socket(port=5000, inode=1, owner=None, kind="http", banner=None, looked=True, **more):
    answer = Answer(kind, banner) if kind != "new" else None
    where = more.pop("where", Origin())
    return Socket(
        Listener(more.pop("address", "127.0.0.1"), port, inode), 1.0, owner, where, looked, answer, **more
    )


def only(*sockets, **around):
    return next(iter(build(sockets, Site("/"), Around(**around)).values()))


@pytest.mark.parametrize(
    ("made", "around", "why"),
    [
        (socket(looked=False), {}, "checking"),
        (socket(owner=make_owner(1), where=Origin(role="server")), {}, "jupyter-server"),
        (socket(owner=make_owner(1), where=Origin("app", "x", "managed")), {}, "managed-app"),
        (socket(owner=make_owner(1), where=Origin("kernel", None, "debugger")), {}, "debugger"),
        (socket(owner=make_owner(1), where=Origin("kernel", None, "kernel"), kind="new"), {}, "checking"),
        (
            socket(owner=make_owner(1), where=Origin("kernel", None, "kernel"), kind="new", final=True),
            {},
            "kernel",
        ),
        (
            socket(owner=make_owner(1), where=Origin("kernel", None, "kernel")),
            {"kernel_ports": {5000}},
            "kernel",
        ),
        (socket(kind="internal", banner="zmtp"), {}, "kernel"),
        (socket(kind="internal", banner="zmtp", owner=make_owner(1)), {}, "internal"),
        (socket(kind="tcp", banner="ssh"), {}, "not-http"),
        (socket(kind="new", owner=make_owner(1, ("postgres",))), {}, "not-http"),
        (socket(kind="tcp", port=40000), {}, "not-http"),
        (socket(kind="tcp", port=1234), {}, None),
        (socket(kind="http", port=40000), {}, None),
        (socket(kind="silent", port=40000, owner=make_owner(1)), {}, None),
        (socket(kind="new", owner=make_owner(1)), {"kernel_ports": {1}}, None),
        # nobody's yet: it may be a kernel's
        (socket(kind="new"), {}, "checking"),
        (socket(kind="silent", probe_tries=1), {}, "checking"),
        (socket(kind="silent", probe_tries=2), {}, None),
        (socket(kind="new", final=True), {}, None),
        # a stale connection file names the port, but the process is an app
        (socket(owner=make_owner(1)), {"kernel_ports": {5000}}, None),
    ],
)
def test_what_is_hidden_and_why(made, around, why):
    row = only(made, **around)
    assert (row["hidden"], row["why"]) == (why is not None, why)
    if why in ("jupyter-server", "kernel", "debugger", "internal"):  # a browser has nothing to say there
        assert row["url"] is None


def test_side_ports_belong_to_the_page():
    app = make_owner(50, ("tensorboard",))
    child = make_owner(51, ("server",), ppid=50)
    rows = build(
        [socket(6006, 1, app), socket(9000, 2, app, "tcp"), socket(9001, 3, child, "tcp", "grpc")],
        Site("/"),
        Around(),
    )
    assert [(r["port"], r["group"], r["why"]) for r in rows.values()] == [
        (6006, "50", None),
        (9000, "50", "side-port"),
        (9001, "50", "not-http"),
    ]


def test_the_server_itself_has_no_link():
    assert only(socket(owner=make_owner(1), where=Origin(role="server")))["url"] is None


def test_tls_has_no_link_and_says_so():
    row = only(socket(kind="https"))
    assert (row["reachable"], row["why"], row["url"]) == (False, "tls", None)


def test_somebody_elses_answer_is_no_link():
    made = socket()
    made.answer, made.final = Answer("silent", foreign=True), True
    row = only(made)
    assert (row["reachable"], row["why"], row["url"]) == (False, "other-user-on-port", None)


def test_shown_ones_come_first():
    sockets = [socket(2000 + n, n + 1, looked=n >= 3) for n in range(6)]
    rows = build(sockets, Site("/"), Around()).values()
    assert [row["hidden"] for row in rows] == [False] * 3 + [True] * 3


def test_secrets_are_masked_before_they_are_kept():
    argv = [
        "x",
        "--token=abc",
        "--password",
        "hunter2",
        "--auth",
        "none",
        "-p",
        "80",
        "http://u:p@h/",
        "a.py",
    ]
    hidden = ("x", "--token=••••", "--password", "••••", "--auth", "••••", "-p", "80", "••••", "a.py")
    assert mask(argv) == hidden


def test_what_a_program_calls_itself_stays_on_its_line():
    nasty = "a\n\x1b[31m\u202eb\u2066\x9b\u2028" + "c" * 5000
    owner = dataclasses.replace(make_owner(50, (nasty,)), folder="/home/" + nasty + "/end")
    socket = Socket(Listener("127.0.0.1", 5000, 7), 0.0, owner, Origin("kernel", nasty), looked=True)
    (row,) = build([socket], Site("/"), Around()).values()
    assert row["label"] == "a[31mb" + "c" * 73 + "\u2026"
    assert row["folder"] == "\u2026" + "c" * 250 + "/end"
    assert row["started_by"]["path"] == "\u2026" + "c" * 254
    assert len(row["label"]) == 80
    assert len(row["folder"]) == len(row["started_by"]["path"]) == 255
    owner = dataclasses.replace(owner, argv=("\u202e",), folder="/home/me/a b")
    socket.owner = owner
    (row,) = build([socket], Site("/"), Around()).values()
    assert (row["label"], row["folder"]) == ("", "/home/me/a b")


def test_without_a_road_there_is_no_link_and_a_reason():
    answer = Answer("http")
    sockets = [Socket(Listener("127.0.0.1", 8000, 1), 0.0, make_owner(7), looked=True, answer=answer)]
    (with_road,) = build(sockets, Site("/u/"), Around()).values()
    assert (with_road["url"], with_road["why"]) == ("/u/proxy/8000/", None)
    (row,) = build(sockets, Site("/u/"), Around(road=False)).values()
    assert (row["url"], row["hint"], row["reachable"], row["why"]) == (None, None, False, "no-proxy")
    sockets = [Socket(Listener("::1", 8000, 1), 0.0, make_owner(7), looked=True, answer=answer)]
    (row,) = build(sockets, Site("/u/"), Around(road=False)).values()
    assert row["why"] == "ipv6-only"  # what its owner can do something about


async def test_rows_are_told_anew_when_the_road_comes(make_manager, machine):
    roads = [False]
    manager = make_manager(road=lambda: roads[0], timing=dataclasses.replace(FAST, stale=0.0))
    machine.listen(8000, 1, make_owner(7))
    await manager.current()
    (row,) = manager.topic.rows()
    assert row["why"] == "no-proxy"
    roads[0] = True
    await manager.current()
    (row,) = manager.topic.rows()
    assert row["reachable"]
    await manager.stop()


def test_rows_are_made_anew_where_something_they_tell_has_changed_and_only_there():
    chance, last = random.Random(7), Built()
    owners = [make_owner(pid, ppid=ppid) for pid, ppid in ((1, 0), (2, 1), (3, 1))]
    sockets = [socket(port, port + n, kind="new") for port in (80, 81, 40000) for n in range(3)]
    changes = {
        "owner": [None, *owners],
        "origin": [Origin(), Origin("kernel", "a.ipynb", "kernel"), Origin("terminal", "1")],
        "looked": [True, False],
        "answer": [None, *(Answer(kind) for kind in ("http", "silent", "tcp", "internal"))],
        "final": [True, False],
        "probe_tries": [0, 1, 2],
    }
    around = Around()
    for _ in range(2000):
        if chance.random() < 0.1:
            around = Around(foreign_ports=chance.choice(([], [80])), road=chance.random() < 0.5)
        else:
            field = chance.choice(list(changes))
            setattr(chance.choice(sockets), field, chance.choice(changes[field]))
        there = chance.sample(sockets, chance.randint(8, 9))
        rows = build(there, Site("/"), around, last)
        assert rows == build(there, Site("/"), around)
    again = build(there, Site("/"), around, last)
    assert list(again) == list(rows) and all(again[key] is rows[key] for key in rows)
