"""Ordinary accounts of the system, made for a test and removed after it.

As root they are real accounts (`useradd`), since Node, Perl and JupyterHub look them up. Without root
there is one: the account that runs the tests, with a home of its own; a second one then raises ``NotRoot``.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psutil

from .places import search_path

PREFIX = "ride"
MARK = "REMOTE_IDE_TEST"


class NotRoot(Exception):
    """A second account can be made by root alone."""


@dataclass
class Account:
    """Who a test runs programs as. ``mark`` is in the environment of all of them, to find it again."""

    name: str
    uid: int
    gid: int
    home: Path
    mark: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def borrowed(self) -> bool:
        """Whether this is the account that runs the tests."""
        return self.uid == os.getuid()

    def environment(
        self, extra: Mapping[str, str | None] | None = None, venv: Path | None = None
    ) -> dict[str, str]:
        """A login's environment: nothing of the caller's comes along (PORT, JUPYTERHUB_..., VSCODE_...)."""
        path = search_path(venv) if venv else search_path()
        env: dict[str, str | None] = {
            "HOME": str(self.home),
            "USER": self.name,
            "LOGNAME": self.name,
            "SHELL": "/bin/bash",
            "LANG": "C.UTF-8",
            "PATH": path,
            MARK: self.mark,
            **(extra or {}),
        }
        return {name: value for name, value in env.items() if value is not None}

    def _becoming(self) -> dict[str, Any]:
        return {} if self.borrowed else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def start(
        self,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str | None] | None = None,
        venv: Path | None = None,
        cwd: Path | None = None,
        log: IO[bytes] | int | None = None,
        **options: Any,
    ) -> subprocess.Popen[bytes]:
        """Start a program as this account, in a session of its own."""
        return subprocess.Popen(
            [str(part) for part in command],
            env=self.environment(env, venv),
            cwd=cwd or self.home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT if log is not None else None,
            start_new_session=True,
            umask=0o022,
            **self._becoming(),
            **options,
        )

    def run(self, command: Sequence[str | Path], *, timeout: float = 60, **options: Any) -> str:
        """Run a program as this account to its end; its output. Raises when it fails."""
        process = self.start(command, log=subprocess.PIPE, **options)
        try:
            output, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise
        text = output.decode(errors="replace")
        if process.returncode:
            raise AssertionError(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{text}")
        return text

    def write(self, path: str, text: str, mode: int = 0o644) -> Path:
        """Write a file below the home, owned by the account."""
        target = self.home / path
        for folder in [*reversed(target.relative_to(self.home).parents)][1:]:
            (self.home / folder).mkdir(exist_ok=True)
            os.chown(self.home / folder, self.uid, self.gid)
        target.write_text(text)
        target.chmod(mode)
        os.chown(target, self.uid, self.gid)
        return target

    def processes(self) -> list[psutil.Process]:
        """What runs for this account now; of a borrowed one only what the rig started."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, OSError):
                if process.pid == os.getpid() or process.uids().real != self.uid:
                    continue
                if process.status() == psutil.STATUS_ZOMBIE:
                    continue
                if not self.borrowed or process.environ().get(MARK) == self.mark:
                    found.append(process)
        return found

    def left(self, within: float = 10) -> list[str]:
        """What still runs after so many seconds, as lines to read; empty is good."""
        deadline = time.monotonic() + within
        while (found := self.processes()) and time.monotonic() < deadline:
            time.sleep(0.1)
        lines = []
        for process in found:
            with contextlib.suppress(psutil.Error):
                lines.append(f"{process.pid} (parent {process.ppid()}): {' '.join(process.cmdline())[:200]}")
        return lines

    def kill(self) -> None:
        """End everything of this account, at once."""
        for _ in range(20):
            found = self.processes()
            if not found:
                return
            for process in found:
                with contextlib.suppress(psutil.Error):
                    process.kill()
            psutil.wait_procs(found, timeout=1)


def _retrying(*command: str) -> None:
    """useradd and userdel give up at once when another one holds the lock."""
    for attempt in range(50):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode == 0:
            return
        if "lock" not in done.stderr or attempt == 49:
            raise AssertionError(f"{' '.join(command)}: {done.stderr.strip()}")
        time.sleep(0.2)


def _remove(name: str) -> None:
    with contextlib.suppress(KeyError):
        entry = pwd.getpwnam(name)
        Account(name, entry.pw_uid, entry.pw_gid, Path(entry.pw_dir)).kill()
        _retrying("userdel", "--force", name)
        shutil.rmtree(entry.pw_dir, ignore_errors=True)


def sweep() -> None:
    """Remove accounts whose test run was killed: the comment field of each holds the pid of its maker."""
    for entry in pwd.getpwall():
        words = entry.pw_gecos.split()
        if entry.pw_name.startswith(PREFIX) and words[:2] == ["remote-ide", "tests"] and len(words) == 4:
            try:
                alive = psutil.Process(int(words[2])).create_time() == float(words[3])
            except psutil.Error:
                alive = False
            if not alive:
                _remove(entry.pw_name)


def _create(label: str) -> Account:
    name = f"{PREFIX}{label}{secrets.token_hex(3)}"
    me = psutil.Process()
    _retrying(
        *("useradd", "--no-create-home", "--user-group", "--shell", "/bin/bash"),
        *("--home-dir", f"/tmp/{name}", "--comment", f"remote-ide tests {me.pid} {me.create_time()}", name),
    )
    entry = pwd.getpwnam(name)
    home = Path(entry.pw_dir)
    home.mkdir(mode=0o700)
    os.chown(home, entry.pw_uid, entry.pw_gid)
    return Account(name, entry.pw_uid, entry.pw_gid, home)


@contextlib.contextmanager
def accounts(*labels: str) -> Iterator[list[Account]]:
    """One account per label (`accounts("one", "two")`), ended and removed when the block ends."""
    made: list[Account] = []
    try:
        if os.getuid() == 0:
            sweep()
            made.extend(_create(label) for label in labels)
        else:
            if len(labels) > 1:
                raise NotRoot("needs root: two accounts")
            entry = pwd.getpwuid(os.getuid())
            home = Path(tempfile.mkdtemp(prefix=PREFIX))
            made.append(Account(entry.pw_name, entry.pw_uid, entry.pw_gid, home))
        yield made
    finally:
        for account in made:
            account.kill()
            if account.borrowed:
                shutil.rmtree(account.home, ignore_errors=True)
            else:
                _remove(account.name)
