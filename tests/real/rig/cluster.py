"""A laptop, a login host and nodes, each in a network of its own: the laptop reaches the login host alone.

Each but the laptop has a real sshd on port 22. Root only; names are resolved by `ip netns exec`, which puts
/etc/netns/<name>/hosts in the place of /etc/hosts.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from .accounts import Account
from .places import VENV
from .server import until

LOGIN = "login.cluster.example"
_NEWNET = 0x40000000
_SSHD = """\
HostKey {folder}/host_key
PidFile none
AuthenticationMethods publickey
UsePAM no
StrictModes no
AcceptEnv nothing
LogLevel ERROR
"""


class Cluster:
    """``with Cluster(account, "g026", "g027") as cluster``: ``account`` may log in everywhere by its key."""

    def __init__(self, account: Account, *nodes: str) -> None:
        self.account = account
        self.nodes = nodes
        self._mark = secrets.token_hex(3)
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Cluster:
        with contextlib.ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            for place in ("lap", "login", *self.nodes):
                self._network(stack, place)
            for number, place in enumerate(("lap", *self.nodes), 1):
                self._cable(place, f"10.67.{number}")
            self._keys(folder)
            for place in ("login", *self.nodes):
                self._sshd(stack, folder, place)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _name(self, place: str) -> str:
        return f"ride{self._mark}{place}"

    def _network(self, stack: contextlib.ExitStack, place: str) -> None:
        name = self._name(place)
        _run("ip", "netns", "add", name)
        stack.callback(_run, "ip", "netns", "del", name)
        _run("ip", "-n", name, "link", "set", "lo", "up")
        folder = Path("/etc/netns", name)
        folder.mkdir(parents=True)
        stack.callback(shutil.rmtree, folder)
        (folder / "hosts").write_text("127.0.0.1 localhost\n")

    def _cable(self, place: str, network: str) -> None:
        """Between the login host (.1) and another (.2), which both know by name."""
        here, there = self._name(place), self._name("login")
        _run("ip", "-n", there, "link", "add", f"to{place}", "type", "veth", "peer", "eth0", "netns", here)
        for name, device, number in ((there, f"to{place}", 1), (here, "eth0", 2)):
            _run("ip", "-n", name, "address", "add", f"{network}.{number}/24", "dev", device)
            _run("ip", "-n", name, "link", "set", device, "up")
            with Path("/etc/netns", name, "hosts").open("a") as hosts:
                hosts.write(f"{network}.1 {LOGIN}\n{network}.2 {place}\n")

    def _keys(self, folder: Path) -> None:
        account = self.account
        _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "host_key"))
        _run("usermod", "-p", "*", account.name)  # sshd refuses an account that is locked
        account.write(".ssh/config", "StrictHostKeyChecking accept-new\n")
        account.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", account.home / ".ssh/id_ed25519"])
        account.write(".ssh/authorized_keys", (account.home / ".ssh/id_ed25519.pub").read_text(), 0o600)

    def _sshd(self, stack: contextlib.ExitStack, folder: Path, place: str) -> None:
        Path("/run/sshd").mkdir(exist_ok=True)
        config = folder / "sshd_config"
        config.write_text(_SSHD.format(folder=folder))
        sshd = subprocess.Popen(self.at(place, ["/usr/sbin/sshd", "-D", "-e", "-f", config]))
        stack.callback(sshd.wait, 10)
        stack.callback(sshd.terminate)
        listening = self.at(place, ["ss", "-Htln", "sport = :22"])
        until(lambda: subprocess.check_output(listening), f"sshd of {place} listens")

    @contextlib.contextmanager
    def inside(self, place: str) -> Iterator[None]:
        """This thread, and what it starts, are in that network; names stay this machine's."""
        libc = ctypes.CDLL(None, use_errno=True)
        there = Path("/run/netns", self._name(place))
        with Path("/proc/thread-self/ns/net").open() as back, there.open() as to:
            assert libc.setns(to.fileno(), _NEWNET) == 0, os.strerror(ctypes.get_errno())
            try:
                yield
            finally:
                assert libc.setns(back.fileno(), _NEWNET) == 0, os.strerror(ctypes.get_errno())

    def at(self, place: str, command: Sequence[str | Path], own_hosts: bool = True) -> list[str]:
        """What starts it there as root, with that place's host name; and its hosts, by a /sys of its own."""
        name = LOGIN if place == "login" else place
        named = ["unshare", "--uts", "sh", "-c", f'hostname {name} && exec "$@"', "sh"]
        enter = ["ip", "netns", "exec", self._name(place)]
        if not own_hosts:
            enter = ["nsenter", f"--net=/run/netns/{self._name(place)}"]
        return [*enter, *named, *map(str, command)]

    def command(
        self, place: str, command: Sequence[str | Path], env: Mapping[str, str] | None = None
    ) -> list[str]:
        """The same, as the account, after a login."""
        account = self.account
        who = ["setpriv", f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups", "env", "-i"]
        given = [f"{name}={value}" for name, value in account.environment(env, VENV).items()]
        return self.at(place, [*who, *given, *command])


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr.strip()}"
