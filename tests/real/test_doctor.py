""" "Check connection" and ``jupyter remote-ide doctor``: a real nginx stands in the way as sites have it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from clients import connect, copied_url, make_token
from rig import Account, Nginx, Server
from rig.places import VENV, free_port

CHECK = "remote-ide/v1/connect/check"
BEHIND = {"ServerApp": {"trust_xheaders": True, "allow_remote_access": True}}


@contextmanager
def behind(account: Account, trusted: bool = True, **nginx: Any) -> Iterator[tuple[Server, str]]:
    """A server, and its origin behind nginx, whose authority the server's machine knows or not."""
    port = free_port()
    with Nginx(f"http://127.0.0.1:{nginx.pop('leads_to', port)}", **nginx) as front:
        front.folder.chmod(0o755)
        known = {"SSL_CERT_FILE": str(front.cert)} if trusted else {}
        with Server(account, app="server", base_url="/a/b/", port=port, config=BEHIND, env=known) as server:
            yield server, front.url.rstrip("/")


def checked(server: Server, origin: str, secret: str | None = None) -> dict[str, tuple[Any, Any]]:
    """What the page of this origin is told of each thing: whether it is well, and the word."""
    wish = {"origin": origin} | ({} if secret is None else {"secret": secret})
    answer = server.post(CHECK, wish, headers={"Host": origin.partition("//")[2]})
    assert answer.status_code == 200, answer.text
    assert secret is None or secret not in answer.text
    return {each["id"]: (each["ok"], each["reason"]) for each in answer.json()["checks"]}


def test_nothing_in_the_way(account: Account) -> None:
    with behind(account) as (server, origin):
        secret = make_token(server)["secret"]
        found = checked(server, origin, secret)
        assert {name: ok for name, (ok, _) in found.items()} == {
            "certificate": True,
            "login": True,
            "outside": True,
            "socket": True,
            "time-left": True,
        }
        (row,) = server.get("remote-ide/v1/apitokens").json()["apitokens"]
        assert (row["last_activity"], row["seen_client"]) == (None, None)
        seen = connect(copied_url(server, secret))
        assert seen["output"].strip(), seen  # and it is so
        assert secret not in server.log


FAULTS: dict[str, tuple[dict[str, Any], dict[str, tuple[Any, str]]]] = {
    "a certificate of nobody's": (
        {"trusted": False},
        {"certificate": (False, "certificate-private"), "outside": (None, "not-from-here")},
    ),
    "no upgrades": ({"upgrades": False}, {"socket": (False, "socket-refused")}),
    "a portal that leads away": (
        {"extra": "return 302 https://sso.example/login;"},
        {"outside": (False, "portal"), "login": (None, "login-elsewhere")},
    ),
    "a portal with a password": (
        {"extra": 'auth_basic "site"; auth_basic_user_file /dev/null;'},
        {"outside": (False, "portal")},
    ),
    "nothing behind it": ({"leads_to": 9}, {"outside": (False, "proxy-error")}),
    "an address of another site": ({"location": "/elsewhere/"}, {"outside": (False, "proxy-error")}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_stands_in_the_way(account: Account, fault: str) -> None:
    options, wants = FAULTS[fault]
    with behind(account, **options) as (server, origin):
        found = checked(server, origin, make_token(server)["secret"])
        assert {name: found[name] for name in wants} == wants


def test_another_server_at_the_address(account: Account) -> None:
    other = free_port()
    with (
        behind(account, leads_to=other) as (server, origin),
        Server(account, app="server", base_url="/a/b/", port=other, token=server.token, config=BEHIND),
    ):
        assert checked(server, origin, server.token)["outside"] == (False, "other-server")
        made = make_token(server)["secret"]  # works there, too: of the same folder and address
        assert checked(server, origin, made)["outside"] == (False, "other-server")


def doctor(account: Account, **env: str) -> subprocess.CompletedProcess[str]:
    """As in a terminal of the server."""
    line = [VENV / "bin" / "jupyter", "remote-ide", "doctor"]
    return subprocess.run(
        line,
        env=account.environment(env, VENV),
        user=account.uid if os.getuid() == 0 else None,
        group=account.gid if os.getuid() == 0 else None,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_command_says_the_same(account: Account) -> None:
    none = doctor(account)
    assert (none.returncode, none.stderr) == (1, "")
    assert "No Jupyter server of yours runs" in none.stdout
    with Server(account, base_url="/a/b/") as server:
        told = doctor(account)
        assert (told.returncode, told.stderr) == (0, ""), told.stdout
        assert server.url in told.stdout and "mode embedded" in told.stdout
        assert "ok      The token opens the server" in told.stdout
        assert "ok      WebSockets" in told.stdout
        assert server.token not in told.stdout + server.log.replace(f"?token={server.token}", "")
    job = {"SLURM_JOB_ID": "7", "SLURM_JOB_END_TIME": "1"}
    with Server(account, base_url="/a/b/", env=job) as server:
        told = doctor(account)
        assert told.returncode == 1 and "not ok  The server's job ends at" in told.stdout
    off = {"ServerApp": {"jpserver_extensions": {"jupyterlab_remote_ide": False}}}
    with Server(account, app="server", config=off):
        told = doctor(account)
        assert told.returncode == 1 and "has no Remote IDE" in told.stdout
