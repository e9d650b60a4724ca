"""The small parts: brake, catalog, preflight, folders, sockets, environment, code-server's command."""

from __future__ import annotations

import json
import logging
import os
import stat
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from jupyterlab_remote_ide.apps import catalog, codeserver, preflight
from jupyterlab_remote_ide.apps.brake import Brake
from jupyterlab_remote_ide.apps.catalog import Entry
from jupyterlab_remote_ide.apps.folder import File, on_disk, with_file, with_folder
from jupyterlab_remote_ide.apps.sockets import MAX_PATH_BYTES, Sockets
from jupyterlab_remote_ide.apps.supervisor import clean
from jupyterlab_remote_ide.errors import BadRequest
from jupyterlab_remote_ide.proxy.server import Definition

LOG = logging.getLogger("test")


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_three_deaths_in_30_s_are_enough():
    clock = Clock()
    brake = Brake(clock)
    assert brake.death(was_ready=True) == 0.2
    clock.now = 10
    assert brake.death(was_ready=True) == 0.8
    clock.now = 29
    assert brake.death(was_ready=True) is None


def test_rare_deaths_are_forgiven_with_growing_delay():
    clock = Clock()
    brake = Brake(clock)
    delays = []
    for _ in range(6):
        clock.now += 20
        delays.append(brake.death(was_ready=True))
    assert delays == [0.2, 0.8, 2.0, 2.0, 2.0, 2.0]


def test_three_starts_without_an_answer_are_enough_however_slow():
    clock = Clock()
    brake = Brake(clock)
    for expected in (0.2, 0.8, None):
        clock.now += 500
        assert brake.death(was_ready=False) == expected


def test_the_catalog_can_be_changed_and_added_to(caplog):
    look_up = catalog.load(
        {
            "rstudio": {"title": "R!", "modules": ["R"]},
            "mine": {"binaries": "mine", "folder_argument": "dir"},
            "bad": {"nonsense": 1},
            "worse": 7,
            "relative": {"ready_path": "x"},
        },
        LOG,
    )
    assert look_up("rstudio").title == "R!"
    assert look_up("rstudio").modules == ("R",)
    assert "rserver" in look_up("rstudio").binaries
    assert look_up("mine") == Entry(binaries=("mine",), folder_argument="dir")
    for name in ("bad", "worse", "relative", "nobody"):
        assert look_up(name) == Entry()
    assert caplog.text.count("is left out") == 3


BAD_TITLE = "R\u202estudio\u2069\n\t\x1b \u05d0"  # what it is written in stays
GOOD_TITLE = "Rstudio \u05d0"


def test_a_title_turns_and_breaks_no_line():
    assert catalog.load({"r": {"title": BAD_TITLE}}, LOG)("r").title == GOOD_TITLE
    assert Definition("r", BAD_TITLE, "/r/").title == GOOD_TITLE
    assert Definition("r", "\u202e\n", "/r/").title == "r"


def test_entry_points_add_entries(monkeypatch, caplog):
    class Point:
        def __init__(self, name, value):
            self.name, self.value = name, value

        def load(self):
            if isinstance(self.value, Exception):
                raise self.value
            return self.value

    points = [Point("a", {"title": "A"}), Point("b", lambda: {"title": "B"}), Point("c", ImportError("no"))]
    monkeypatch.setattr(catalog, "entry_points", lambda group: points if group == catalog.GROUP else [])
    look_up = catalog.load({}, LOG)
    assert (look_up("a").title, look_up("b").title, look_up("c")) == ("A", "B", Entry())
    assert "'c' failed" in caplog.text


MISSING = ("missing", "program-missing")


@pytest.mark.parametrize(
    ("definition", "entry", "expected"),
    [
        ({"command": ("sh", "-c", "x")}, Entry(), None),
        # A shell of the site's own may find it: only what its known wrapper runs is known.
        ({"command": ("sh", "-c", "x")}, Entry(binaries=("nowhere-1",)), None),
        ({"command": ("sh",), "maker": "w"}, Entry(binaries=("nowhere-1",), wrappers=("w",)), MISSING),
        ({"command": ("sh",), "maker": "v"}, Entry(binaries=("nowhere-1",), wrappers=("w",)), None),
        ({"command": ("nowhere-1",)}, Entry(binaries=("sh",)), None),
        ({"command": ("nowhere-1",)}, Entry(binaries=("nowhere-1",)), MISSING),
        ({"command": ("/opt/x/nowhere-1",)}, Entry(binaries=("nowhere-1",)), MISSING),
        ({"command": ("ls",), "environment": {"PATH": "/nowhere"}}, Entry(binaries=("ls",)), MISSING),
        ({"command": ("ls",), "environment": {"PATH": "{base_url}"}}, Entry(binaries=("ls",)), None),
        ({"command": ("nowhere-1",), "environment": None}, Entry(binaries=("nowhere-1",)), None),
        ({"command": ("/bin/ls",)}, Entry(binaries=("nowhere-1",)), None),
        ({"command": ("{x}/prog",)}, Entry(), None),
        ({}, Entry(binaries=("nowhere-1", "ls")), None),
        ({}, Entry(binaries=("nowhere-1",)), None),
        ({"maker": "w"}, Entry(binaries=("nowhere-1",), wrappers=("w",)), MISSING),
        ({"kind": "absent"}, Entry(binaries=("ls",)), ("missing", "needs-server-restart")),
        ({"kind": "absent"}, Entry(binaries=("nowhere-1",)), ("missing", "program-missing")),
        ({"kind": "absent"}, Entry(), ("missing", "wrapper-failed")),
        ({"kind": "unreachable"}, Entry(), ("missing", "not-configured")),
        ({"kind": "external"}, Entry(binaries=("nowhere-1",)), None),
    ],
)
def test_obstacles(definition, entry, expected, monkeypatch):
    monkeypatch.delenv("LMOD_CMD", raising=False)
    monkeypatch.delenv("MODULESHOME", raising=False)
    assert preflight.obstacle(Definition("x", "X", "/x/", **definition), entry) == expected


def test_a_module_may_help(monkeypatch):
    monkeypatch.setenv("LMOD_CMD", "/x")
    entry = Entry(binaries=("nowhere-1",), modules=("m",), wrappers=("w",))
    assert preflight.obstacle(Definition("x", "X", "/x/", maker="w"), entry) == (
        "module-needed",
        "module-needed",
    )


def test_folders(tmp_path):
    (tmp_path / "a").mkdir()
    assert on_disk(str(tmp_path), "/a/") == str(tmp_path / "a")
    assert on_disk(str(tmp_path), "") == str(tmp_path)
    for root, folder, reason in (
        (str(tmp_path), "a/../../b", "folder-outside-root"),
        (str(tmp_path), "x\0y", "folder-outside-root"),
        (str(tmp_path), "b", "folder-not-on-disk"),
        (str(tmp_path), "b" * 300, "folder-not-on-disk"),
        (str(tmp_path), "b/" * 4000, "folder-not-on-disk"),
        (str(tmp_path), "\ud800", "folder-not-on-disk"),
        (None, "a", "folder-not-on-disk"),
    ):
        with pytest.raises(BadRequest) as caught:
            on_disk(root, folder)
        assert caught.value.reason == reason
    assert with_folder("/u/x/", "folder", "/a b/#?&") == "/u/x/?folder=/a%20b/%23%3F%26"
    assert with_folder("/u/x/?y=1", "d", "/a") == "/u/x/?y=1&d=/a"


def test_a_file_is_opened_as_vscode_reads_it() -> None:
    def payload(path: str, file: File) -> object:
        url = urlsplit(with_file("/u/x/?folder=/a", path, file))
        query = parse_qs(url.query)
        assert query["folder"] == ["/a"]
        return json.loads(query["payload"][0])

    plain = payload("/", File("a #ü.py", None, "hub.org:8443"))
    assert plain == [["openFile", "vscode-remote://hub.org:8443/a%20%23%C3%BC.py"]]
    at_line = payload("/home/x", File("a.py", 42, "hub.org"))
    assert at_line == [["gotoLineMode", "true"], ["openFile", "vscode-remote://hub.org/home/x/a.py:42"]]
    # Of this name "30" would be the line.
    odd = payload("/", File("out 10:30", 3, "hub.org"))
    assert odd == [["openFile", "vscode-remote://hub.org/out%2010%3A30"]]


def test_a_folder_whose_name_is_no_text_can_be_in_no_address(tmp_path):
    name = os.fsdecode(b"caf\xe9")
    (tmp_path / name).mkdir()
    with pytest.raises(BadRequest, match="not UTF-8"):
        on_disk(str(tmp_path), name)


def test_a_folder_that_cannot_be_entered_is_none(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(BadRequest, match="no such folder"):
        on_disk(str(tmp_path), "a")

    def denied(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_dir", denied)
    with pytest.raises(BadRequest, match="no such folder"):
        on_disk(str(tmp_path), "a")


def test_sockets_are_private_short_and_removed(tmp_path, monkeypatch):
    sockets = Sockets()
    path = Path(sockets.path("Köln/desk top" * 9))
    assert len(os.fsencode(path)) <= MAX_PATH_BYTES
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.parent == Path(sockets.path("b")).parent
    path.write_text("")
    sockets.clear(str(path))
    sockets.clear("/etc/passwd")
    assert not path.exists()
    sockets.close()
    assert not path.parent.exists()
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    sockets = Sockets()
    assert len(os.fsencode(sockets.path("x"))) <= MAX_PATH_BYTES
    assert list(deep.iterdir()) == []
    sockets.close()


def test_environment():
    inherited = {"PORT": "1", "PORTER": "2", "VSCODE_A": "3", "VSCODE_B": "4", "HOME": "/"}
    assert clean(inherited, ["PORT", "VSCODE_*"], {"VSCODE_B"}) == {
        "PORTER": "2",
        "VSCODE_B": "4",
        "HOME": "/",
    }
    assert clean(inherited, []) == inherited


def test_code_server_s_definition(tmp_path, monkeypatch):
    monkeypatch.setenv("CODE_SERVER_CONFIG", str(tmp_path / "none.yaml"))
    definition = codeserver.setup()
    assert definition["unix_socket"] is True
    words = definition["command"](str(tmp_path / "s"))
    assert words[0] == "code-server"
    uri = definition["environment"]["VSCODE_PROXY_URI"].format(base_url="/user/u/", port=0, unix_socket="")
    assert uri == "/user/u/proxy/{{port}}/"
    for argument in words:
        argument.format(base_url="/", port=0, unix_socket="/s")
    assert Path(definition["launcher_entry"]["icon_path"]).is_file()
