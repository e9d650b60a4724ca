"""A site: its account, folders, programs and configuration."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil
from rig import Account, Server
from rig.places import CACHE, ROOT, search_path
from rig.server import until
from shapes import PROGRAMS, Shape

PGADMIN = CACHE / "envs" / "pgadmin"


class SiteAccount(Account):
    """Everything of this account starts in ``~/site``: neither its home nor Jupyter's root."""

    def start(self, command: Sequence[str | Path], **options: Any) -> subprocess.Popen[bytes]:
        options.setdefault("cwd", self.home / "site")
        return super().start(command, **options)


class Site:
    """A person's account with all that the shapes need, and the environment that Jupyter starts with."""

    def __init__(self, account: Account, other: Account | None, tools: Path, venv: Path, ours: bool) -> None:
        self.account = SiteAccount(account.name, account.uid, account.gid, account.home, account.mark)
        self.other = other
        self.venv = venv
        self.ours = ours
        self._by_hand: list[subprocess.Popen[bytes]] = []
        account.write("site/here", "")
        account.write("work/here", "")
        path = [str(venv / "bin"), str(PROGRAMS), search_path()]
        self.env: dict[str, str] = {
            "PATH": ":".join(path),
            "PROGRAMS": str(PROGRAMS),
            "SITE_NAME": "cluster one",
            "OWN_ADDRESS": _own_address(),
            "CERTIFICATE": str(tools / "certificate.pem"),
            "PGADMIN": str(PGADMIN),
            "PGADMIN_FOLDER": str(next(PGADMIN.glob("lib/*/site-packages/pgadmin4"), PGADMIN)),
        }
        if other is not None:
            self.env |= {"OTHER_UID": str(other.uid), "OTHER_GID": str(other.gid), "OTHER_NAME": other.name}
            self.env["STARTER"] = str(tools / "starter")
        if ours:
            account.write("ours/here", "")
            (account.home / "ours" / "jupyterlab_remote_ide").symlink_to(ROOT / "jupyterlab_remote_ide")
            self.env["PYTHONPATH"] = str(account.home / "ours")

    def prepare(self, shape: Shape) -> None:
        account = self.account
        for path, text in shape.files.items():
            mode = shape.modes.get(path, 0o755 if text.startswith("#!") else 0o644)
            account.write(f"site/{path}", text, mode)
        for path, program in shape.copies.items():
            account.write(f"site/{path}", (PROGRAMS / program).read_text())
        for path in shape.stale_sockets:
            with socket.socket(socket.AF_UNIX) as sock:
                sock.bind(str(account.home / path))
            os.chown(account.home / path, account.uid, account.gid)
        for command in shape.before:
            account.run(self._expanded(command), env=self.env)
        for command in shape.running:
            self._by_hand.append(account.start(self._expanded(command), env=self.env, log=subprocess.DEVNULL))
            self._listens(self._expanded(command))
        for command in shape.running_as_other:
            assert self.other is not None
            self.other.start(command, env={"PATH": self.env["PATH"]}, log=subprocess.DEVNULL)
            self._listens(command)

    def end_by_hand(self) -> None:
        """What ran before Jupyter is not Jupyter's to end, and must still be there."""
        for process in self._by_hand:
            assert process.poll() is None, f"it was ended: {process.args!r}"
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _expanded(self, command: Sequence[str]) -> list[str]:
        return [word.replace("$HOME", str(self.account.home)) for word in command]

    def _listens(self, command: Sequence[str]) -> None:
        address = next(word for word in reversed(command) if word.isdigit() or word.startswith("/"))
        there: Callable[[], bool] = (
            (lambda: socket.create_connection(("127.0.0.1", int(address)), 1).close() is None)
            if address.isdigit()
            else (lambda: Path(address).is_socket())
        )

        def check() -> bool:
            with contextlib.suppress(OSError):
                return there()
            return False

        until(check, f"{' '.join(command)} listens")

    def server(self, name: str, chosen: Sequence[Shape], base_url: str) -> Server:
        config = self.account.write(f"conf/{name}.py", site_config([one.file for one in chosen], self.ours))
        env = self.env | ({"PORT": "18750"} if name == "together" else {})
        return Server(
            self.account,
            app="server",
            base_url=base_url,
            env=env,
            venv=self.venv,
            root_dir=self.account.home / "work",
            arguments=[f"--config={config}"],
        )


def _own_address() -> str:
    """An address of this machine that localhost is not."""
    for addresses in psutil.net_if_addrs().values():
        for one in addresses:
            if one.family == socket.AF_INET and not one.address.startswith("127."):
                return one.address
    return "127.0.0.2"


def site_config(files: Sequence[Path], ours: bool) -> str:
    """One configuration of many: each file is run as Jupyter would, all their servers put together."""
    return f"""
from pathlib import Path
from traitlets.config import Config

c = get_config()
servers = {{}}
for file in {[str(file) for file in files]!r}:
    own = Config()
    code = compile(Path(file).read_text(), file, "exec")
    exec(code, {{"get_config": lambda own=own: own, "__file__": file}})
    servers.update(own.ServerProxy.servers)
c.ServerProxy.servers = servers
c.ServerApp.jpserver_extensions = {{"jupyter_server_proxy": True, "jupyterlab_remote_ide": {ours}}}
"""


def _sweep_tools() -> None:
    """What a run that was killed has left: of accounts, named as the rig names them, that are no more."""
    there = {entry.pw_name for entry in pwd.getpwall()}
    for rule in Path("/etc/sudoers.d").glob("ride-ride*"):
        if rule.name.removeprefix("ride-") not in there:
            rule.unlink(missing_ok=True)
    for folder in Path(tempfile.gettempdir()).glob("ridetools-ride*-*"):
        if folder.name.split("-")[1] not in there and folder.stat().st_uid == os.getuid():
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def toolbox(user: Account, other: Account | None) -> Iterator[Path]:
    """A certificate and, where there is a second account, what runs programs as that one: for a while."""
    _sweep_tools()
    folder = Path(tempfile.mkdtemp(prefix=f"ridetools-{user.name}-"))
    folder.chmod(0o755)
    rule = Path("/etc/sudoers.d") / f"ride-{user.name}"
    try:
        key, certificate = folder / "key.pem", folder / "certificate.pem"
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
                *("-subj", "/CN=localhost", "-keyout", key, "-out", certificate),
            ],
            check=True,
            capture_output=True,
        )
        certificate.write_text(certificate.read_text() + key.read_text())
        key.unlink()
        os.chown(certificate, user.uid, user.gid)
        if other is not None:
            starter = folder / "starter"
            subprocess.run(["gcc", "-O1", "-o", starter, PROGRAMS / "starter.c"], check=True)
            os.chown(starter, 0, user.gid)
            starter.chmod(0o4750)
            if rule.parent.is_dir():
                rule.write_text(f"{user.name} ALL=({other.name}) NOPASSWD: ALL\n")
                rule.chmod(0o440)
        yield folder
    finally:
        rule.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
