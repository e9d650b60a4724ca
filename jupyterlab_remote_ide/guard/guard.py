"""Ends what a dead server left behind, at once and however the server died.

One small process per server (``__main__.py``), in a session of its own, blocked on a pipe whose other end
only the server holds. At the end of that file it ends the process groups it was told of and everything that
inherited the server's mark (``host.family``).
Started with the first app, so a server without apps pays nothing for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from jupyterlab_remote_ide.host.processes import Process

_AGAIN_SECONDS = 0.2
_PROGRAM = Path(__file__).with_name("__main__.py")


class Guard:
    """The watcher of one server. Its methods are cheap and never raise: without a guard an app runs too.

    One that is killed is missed, since it held the other end of a second pipe, and replaced.
    """

    def __init__(self, server: str) -> None:
        """``server``: the random id that begins every mark of this server's apps."""
        self._server = server
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: int | None = None
        self._sign: int | None = None
        self._again: asyncio.TimerHandle | None = None
        self._groups: dict[int, int] = {}
        self._folder: str | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    def start(self) -> bool:
        if self._is_alive():
            return True
        self._drop_pipes()
        read_end, write_end = os.pipe()  # neither is inherited, except as the guard's standard input
        sign, signed = os.pipe()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-B", str(_PROGRAM), f"{self._server}:"],
                stdin=read_end,
                stdout=signed,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                cwd="/",
                env={},
            )
        except OSError:
            os.close(write_end)
            os.close(sign)
            return False
        finally:
            os.close(read_end)
            os.close(signed)
        self._pipe, self._sign = write_end, sign
        self._listen()
        for group, started in self._groups.items():
            self._tell(f"add {group} {started}\n")
        if self._folder is not None:
            self._tell(f"folder {self._folder}\n")
        return True

    def add(self, leader: Process) -> None:
        """Watch the group this process leads."""
        is_new = self._groups.get(leader.pid) != leader.started
        self._groups[leader.pid] = leader.started
        if self._is_alive() and is_new:
            self._tell(f"add {leader.pid} {leader.started}\n")
        else:
            self.start()

    def folder(self, path: str) -> None:
        """The folder of sockets, which is to go too."""
        is_new, self._folder = path != self._folder, path
        if self._is_alive() and is_new:
            self._tell(f"folder {path}\n")
        else:
            self.start()

    def remove(self, group: int) -> None:
        """The group is gone; its number may be used again by others."""
        self._groups.pop(group, None)
        self._tell(f"remove {group}\n")

    def close(self) -> None:
        """The server ends in good order: the guard ends what is left now, then itself."""
        if self._again is not None:
            self._again.cancel()
        self._drop_pipes()
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=1)
            if self._process.returncode is None:  # busy with leftovers: it outlives us, which is its purpose
                self._process.returncode = -signal.SIGCHLD
            self._process = None

    def _tell(self, line: str) -> None:
        if self._pipe is not None:
            with contextlib.suppress(OSError):
                os.write(self._pipe, os.fsencode(line))

    def _is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _listen(self) -> None:
        if self._sign is not None:
            with contextlib.suppress(RuntimeError):  # without an event loop nobody listens
                asyncio.get_running_loop().add_reader(self._sign, self._missed)

    def _missed(self) -> None:
        """It has ended. A moment later, so that one that ends at once makes no storm."""
        self._drop_pipes()
        self._again = asyncio.get_running_loop().call_later(_AGAIN_SECONDS, self.start)

    def _drop_pipes(self) -> None:
        if self._sign is not None:
            with contextlib.suppress(RuntimeError):
                asyncio.get_running_loop().remove_reader(self._sign)
            os.close(self._sign)
        if self._pipe is not None:
            os.close(self._pipe)
        self._pipe = self._sign = None
