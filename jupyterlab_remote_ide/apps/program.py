"""The program of an app: spawned in a session of its own, followed into the background, ended to the last
process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Callable, Mapping

from jupyterlab_remote_ide.host import processes
from jupyterlab_remote_ide.host.family import MARK, Family, uids
from jupyterlab_remote_ide.host.processes import Process
from jupyterlab_remote_ide.host.terminals import inherited

from . import ending
from .execution import why_not
from .group import Group
from .launch import GroupWatch, Launch
from .log import Log
from .output import Output
from .whereabouts import account

_BACKGROUND_SECONDS = 0.25
# A command that ends badly may have left a program that comes up.
_STILL_STARTING_SECONDS = 2.0
_YOUNG_SECONDS, _YOUNG_LOOK_SECONDS, _NEWBORN_SECONDS, _NEWBORN_LOOK_SECONDS = 2.0, 0.01, 0.3, 0.002


class Program:
    """Spawned again and again, never twice at a time."""

    def __init__(self, launch: Launch, log: Log, watch: GroupWatch) -> None:
        self.proc: asyncio.subprocess.Process | None = None
        self._launch = launch
        self._log = log
        self._group = Group(watch)
        myself = processes.read(os.getpid())
        # No process of an app is older than this server.
        self._family = Family(launch.mark, myself.started if myself is not None else 0)
        self._program: int | None = None
        self._background = False
        self._output: Output | None = None
        self._getting_to_know: asyncio.Future[None] | None = None

    @property
    def group(self) -> int | None:
        """The id of its process group and session; ``None`` when it has none that is surely its own."""
        return self._group.number

    @property
    def running(self) -> bool:
        return self.proc is not None and (self.proc.returncode is None or self._background)

    @property
    def pid(self) -> int | None:
        """The program's own pid, not that of a shell around it; ``None`` when nothing runs."""
        if self.proc is None or not self.running:
            return None
        return self._program or (None if self._background else self.proc.pid)

    def answered(self) -> None:
        """By now a wrapper shell has started what it is for."""
        if self.proc is not None and not self._background:
            self._program = processes.program(self.proc.pid)

    def is_paused(self) -> bool:
        """Whether a signal stopped it, so that it cannot answer: one read."""
        program = processes.read(self.pid) if self.pid is not None else None
        return program is not None and processes.is_paused(program)

    async def spawn(self) -> None:
        """Raises ``CannotStart`` and ``Occupied``."""
        self._background, self._program = False, None
        launch = self._launch
        await launch.before_spawn()
        environment = {**launch.environment, **inherited(launch.environment), MARK: launch.mark}
        try:
            read_end, write_end = os.pipe()
        except OSError as error:
            self._log.say(f"not started: {error}")
            raise why_not(error, launch.arguments, environment, launch.folder) from error
        try:
            self.proc = await asyncio.create_subprocess_exec(
                *launch.arguments,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=write_end,
                stderr=write_end,
                env=environment,
                cwd=launch.folder,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            self._log.say(f"cannot be executed: {error}")
            os.close(read_end)
            raise why_not(error, launch.arguments, environment, launch.folder) from error
        except asyncio.CancelledError:  # asyncio has killed it
            os.close(read_end)
            raise
        finally:
            os.close(write_end)
        self._output = Output(read_end, self._log)
        leader = processes.read(self.proc.pid)
        if leader is not None:
            self._family.join(leader, leads=True)
        self._group.begin(self.proc.pid)
        proc = self.proc
        launch.asker.begin(self._family, proc.pid, lambda: proc.returncode)
        self._getting_to_know = asyncio.ensure_future(self._get_to_know())
        self._log.say(f"started, pid {self.proc.pid}")

    async def _get_to_know(self) -> None:
        """Look often while it begins: who is seen while its parent lives is known for good, also where its
        environment is not ours to read."""
        until = time.monotonic() + _YOUNG_SECONDS
        while time.monotonic() < until and self.running:
            self._family.glance()
            newborn = until - time.monotonic() > _YOUNG_SECONDS - _NEWBORN_SECONDS
            await asyncio.sleep(_NEWBORN_LOOK_SECONDS if newborn else _YOUNG_LOOK_SECONDS)

    async def exited(self, was_ready: Callable[[], bool], wait_on: Callable[[], None]) -> int:
        """The exit status, once nothing of the program is left to answer.

        A program that goes to the background exits 0, some as soon as a child of theirs answers: no end.
        """
        assert self.proc is not None  # noqa: S101 - it was spawned
        code = await self.proc.wait()
        left: list[Process] = []
        if code == 0:
            left = await self._gone_on(was_ready, wait_on)
        elif code > 0:  # one that a signal has ended is dead, whatever its children do for a moment
            left = await self._left_behind(was_ready())
        listens = self._launch.asker.listens
        self._background = bool(left) or (code == 0 and listens())
        while left or (self._background and listens()):
            # Of another account's daemon nothing may be known but that it listens.
            self._program = min(left, key=lambda process: process.started).pid if left else None
            await asyncio.sleep(_BACKGROUND_SECONDS)
            left = left or self._family.known()
            self._group.follow(left)
            if not all(map(processes.is_alive, left)):  # perhaps the one that answered
                left = await self._gone_on(was_ready, wait_on)
        self._background = False
        return code

    async def _left_behind(self, was_ready: bool) -> list[Process]:
        """What its command left behind though it ended badly, if that answers, or comes to at a start."""
        until = time.monotonic() + (0.0 if was_ready else _STILL_STARTING_SECONDS)
        while left := await ending.find(self._members):
            if (await self._launch.asker.ask(True)).outcome not in ("refused", "foreign"):
                return left
            if time.monotonic() >= until:
                break
            await asyncio.sleep(_BACKGROUND_SECONDS)
        return []

    async def _gone_on(self, was_ready: Callable[[], bool], wait_on: Callable[[], None]) -> list[Process]:
        """What is left of a program that still answers; nothing where only helpers of it are left."""
        left = await ending.find(self._members)
        # What a service manager was asked to start may be seen only once it listens.
        until = time.monotonic() + self._launch.patience
        listens = self._launch.asker.listens
        if not left and not was_ready():
            wait_on()
        while not left and not was_ready() and not listens() and time.monotonic() < until:
            await asyncio.sleep(_BACKGROUND_SECONDS / 5)
            left = self._family.known()  # the question whether it answers finds who listens
        self._group.follow(left)
        asked = self._launch.asker.ask
        if left and was_ready() and (await asked(True)).outcome in ("refused", "foreign"):
            return []
        return left

    async def end(self, grace: float) -> Mapping[str, object] | None:
        """End every process of it, and its output pipe. Facts about those that are not seen to be gone, or
        ``None``."""
        left: list[Process] = []
        seen = processes.are_visible()
        if seen:
            left = await ending.end(self._members, grace)
        gone = not left and not (seen and self._launch.asker.listens())
        if self.proc is not None and seen:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.proc.wait(), 2)
        elif self.proc is not None:
            gone = await ending.end_unseen(self.proc.pid, self.proc, grace)
            gone = gone and (await self._launch.asker.ask(True)).outcome == "refused"
        self._background = False
        if self._getting_to_know is not None:
            self._getting_to_know.cancel()
        self._group.end()
        if self._output is not None:
            self._output.close()
        if gone:
            return None
        self._log.say("not all of it could be ended")
        names = [account(uid) for uid in uids(left) or self._family.accounts - {0}]
        pids = " ".join(str(process.pid) for process in left)
        return {"pids": pids, "account": next(iter(names), None), "seen": seen}

    async def _members(self) -> list[Process]:
        found = await asyncio.to_thread(self._family.look)
        return found or await asyncio.to_thread(self._launch.asker.heirs)
