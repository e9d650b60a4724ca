"""What of a user's configuration of code-server counts for our tile, and what must not."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import time
from pathlib import Path

import pytest
import yaml

from jupyterlab_remote_ide.apps import codeserver, codeserverconfig
from jupyterlab_remote_ide.apps.codeserverconfig import NotUnderstood, clean

HARMFUL = """
bind-addr: 0.0.0.0:8080
host: 0.0.0.0
port: 8080
auth: password
password: hunter2hunter2
hashed-password: $argon2i$v=19$m=4096
cert: true
cert-key: /k
cert-host: h
socket: /tmp/x.sock
socket-fd: 3
socket-mode: 777
session-socket: /tmp/y.sock
proxy-domain: [a.example]
trusted-origins: [a.example]
abs-proxy-base-path: /x
skip-auth-preflight: true
link: mine
open: true
config: /etc/other.yaml
cert=true: x
"bind-addr=0.0.0.0:80 ": x
"""
HARMLESS = """
app-name: on
locale: de
user-data-dir: /data/ann
extensions-dir: /ext
disable-telemetry: yes
disable-file-downloads: true
log: debug
enable-proposed-api: [a.b, 'c.d']
reconnection-grace-time: 1e3
welcome-text: 2024-01-01
github-auth: gho_x
locate-extension: ~
_: /work
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "CODE_SERVER_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def config_file(home: Path, folder: str = ".config") -> Path:
    file = home / folder / "code-server" / "config.yaml"
    file.parent.mkdir(parents=True)
    return file


def copied(folder: Path):
    """The note and what code-server would read."""
    target = folder / "1-code-server.sock.yaml"
    note = codeserverconfig.copy(str(target))
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    config = yaml.safe_load(target.read_text())
    assert json.loads(target.read_text()) == config
    return note, config


def test_addresses_sockets_certificates_and_passwords_are_left_out():
    assert clean(HARMFUL.encode()) == {}


def test_everything_else_counts_as_it_is_written():
    assert clean((HARMFUL + HARMLESS).encode()) == {
        "app-name": "on",
        "locale": "de",
        "user-data-dir": "/data/ann",
        "extensions-dir": "/ext",
        "disable-telemetry": "yes",
        "disable-file-downloads": "true",
        "log": "debug",
        "enable-proposed-api": ["a.b", "c.d"],
        "reconnection-grace-time": "1e3",
        "welcome-text": "2024-01-01",
        "github-auth": "gho_x",
        "locate-extension": None,
        "_": "/work",
    }


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("", {}),
        ("# nothing\n", {}),
        ("{}", {}),
        ('locale: ""\nenable: []\nlog: info', {"log": "info"}),
        ("locale: {a: b}\nlog: [[x], info]", {"log": ["info"]}),
        ("? log\n: info\n1: x\n", {"log": "info", "1": "x"}),
        ("a: &a {cert: true}\n<<: *a\nlog: info", {"log": "info"}),
        ("disable-proxy: !!bool yes\nlog: !!timestamp 2024-01-01", {"disable-proxy": True}),
    ],
)
def test_odd_files(text, left):
    assert clean(text.encode()) == left


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"just words", "is no list of settings"),
        (b"- a\n- b", "is no list of settings"),
        (b"log: info\npassword: *hunter2\n", "is no YAML (line 2)"),
        (b"log: [a\npassword: hunter2: x", "is no YAML (line 2)"),
        (b"password: !!python/object:hunter2 x", "is no YAML (line 1)"),
        (b"\xff\xfehunter2\x00", "is no list of settings"),
        (b"caf\xe9: hunter2", "is no YAML"),
        (b"\x00\x01hunter2", "is no YAML"),
        (b"[" * 30000, "is no YAML"),
        (b"{" * 30000, "is no YAML"),
        (b"a: !!int " + b"9" * 20000, "is no YAML"),
    ],
)
def test_what_is_not_understood_is_said_without_a_word_of_it(data, words):
    with pytest.raises(NotUnderstood) as caught:
        clean(data)
    assert str(caught.value).startswith(words)
    assert "hunter2" not in str(caught.value)


def test_a_page_that_grows_without_end_takes_no_time():
    lines = ["a0: &a0 {x: y}"]
    lines += [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], k: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 200)]
    began = time.monotonic()
    assert clean("\n".join(lines).encode()) == {}
    assert time.monotonic() - began < 5


def test_the_copy_is_private_and_the_user_s_file_is_only_read(home):
    file = config_file(home)
    file.write_text(HARMFUL + "locale: de\n")
    before = file.stat()
    (home / "1-code-server.sock.yaml").write_text("left by the last start")
    note, config = copied(home)
    assert (note, config) == (None, {"locale": "de"})
    assert file.read_text() == HARMFUL + "locale: de\n"
    assert file.stat().st_mtime_ns == before.st_mtime_ns


def test_where_the_user_s_file_is(home, monkeypatch):
    config_file(home).write_text("locale: home")
    config_file(home, "xdg").write_text("locale: xdg")
    (home / "own.yaml").write_text("locale: own")
    assert copied(home)[1] == {"locale": "home"}
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "xdg"))
    assert copied(home)[1] == {"locale": "xdg"}
    monkeypatch.setenv("CODE_SERVER_CONFIG", str(home / "own.yaml"))
    assert copied(home)[1] == {"locale": "own"}


def test_no_file_is_no_trouble_and_none_is_made(home):
    assert copied(home) == (None, {})
    assert [entry.name for entry in home.iterdir()] == ["1-code-server.sock.yaml"]
    (home / ".config").write_text("a file where a folder should be")
    assert copied(home) == (None, {})


def fifo(file: Path) -> None:
    os.mkfifo(file)


def large(file: Path) -> None:
    file.write_text("locale: de\n" + "#" * 70_000)


def loop(file: Path) -> None:
    file.symlink_to(file)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (fifo, "is no plain file"),
        (Path.mkdir, "is no plain file"),
        (lambda file: file.symlink_to("/dev/zero"), "is no plain file"),
        (large, "is too large"),
        (loop, "cannot be read"),
        (lambda file: file.write_text("password: [hunter2"), "is no YAML (line 1)"),
    ],
)
def test_whatever_lies_there_code_server_starts_and_a_line_says_it(home, make, words):
    file = config_file(home)
    make(file)
    note, config = copied(home)
    assert config == {}
    assert note == f"Remote IDE: {file} {words}, so code-server starts without these settings."


def test_a_link_to_a_file_is_followed_and_a_dangling_one_is_no_file(home):
    file = config_file(home)
    file.symlink_to(home / "dotfiles.yaml")
    assert copied(home) == (None, {})
    (home / "dotfiles.yaml").write_text("locale: de")
    assert copied(home) == (None, {"locale": "de"})


def test_a_link_in_the_place_of_the_copy_is_not_followed(home):
    (home / "mine").write_text("kept")
    (home / "1-code-server.sock.yaml").symlink_to(home / "mine")
    copied(home)
    assert (home / "mine").read_text() == "kept"


def rendered(socket: str) -> list[str]:
    """As jupyter-server-proxy does with what the function returns."""
    words = codeserver.command(socket)
    return [word.format(port=0, unix_socket=socket, base_url="/") for word in words]


def test_the_command_has_the_copy_and_no_value_of_the_file(home):
    config_file(home).write_text("password: hunter2\nlocale: hunter2\n")
    folder = home / "{braces}"
    folder.mkdir()
    words = rendered(f"{folder}/s")
    assert words[:3] == ["code-server", "--config", f"{folder}/s.yaml"]
    assert words[words.index("--socket") + 1] == f"{folder}/s"
    assert words[words.index("--trusted-origins") + 1] == "*"
    assert "hunter2" not in " ".join(words)


def test_the_note_stands_in_what_the_program_writes(home, tmp_path, monkeypatch):
    folder = tmp_path / "a {b} $(touch x)"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    file = folder / "code-server" / "config.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("- hunter2")
    program = tmp_path / "code-server"
    program.write_text('#!/bin/sh\nfor word; do echo "<$word>"; done\n')
    program.chmod(0o755)
    socket = f"{tmp_path}/s"
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(rendered(socket), env=env, capture_output=True, text=True, check=True)
    first, *words = done.stdout.splitlines()
    assert (
        first == f"Remote IDE: {file} is no list of settings, so code-server starts without these settings."
    )
    assert words[:2] == ["<--config>", f"<{socket}.yaml>"]
    assert "<*>" in words


def test_without_room_for_the_copy_it_starts_without_settings(home):
    words = rendered(str(home / "gone" / "s"))
    assert words[words.index("--config") + 1] == "/dev/null"
    assert "without your settings" in words[4]


def test_no_home_is_no_trouble(home, monkeypatch):
    def none() -> Path:
        msg = "Could not determine home directory."
        raise RuntimeError(msg)

    monkeypatch.setattr(Path, "home", none)
    assert copied(home) == (None, {})
