"""One app's supervised process, in the place of simpervisor's ``SupervisedProcess``.
It has a session of its own; its output goes to a ``Log``; its state is what is true, not what was asked for.
No signal handler is installed: jupyter_server's own shutdown must run.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Callable
from typing import Any, Literal

from jupyterlab_remote_ide.host import processes

from .brake import Brake
from .ending import end
from .group import Group
from .launch import GroupWatch, Launch
from .log import Log
from .output import Output

ProcessState = Literal["starting", "running", "unhealthy", "stopped", "failed"]
# 10 ms doubling, but capped. A refused connection costs a system call: while a person waits, ask often.
_FIRST_POLL, _LONGEST_POLL, _REFUSED_POLL, _REFUSED_SECONDS = 0.01, 0.25, 0.025, 20.0
# A program may answer 5xx for a moment while it starts; then the user is told.
_ERRORS_TOLERATED_SECONDS, _NOT_HTTP_TOLERATED_SECONDS = 3.0, 10.0
_LEFTOVER_SECONDS = 1.0
_SICK = {"error-status": "answers-5xx", "foreign": "other-user-on-port"}


class AppProcess:
    """Started, stopped and started again; ``changed`` is called after every change of state.

    The names that jupyter-server-proxy and other extensions use of simpervisor's class are kept:
    ``start ready terminate kill pid returncode running proc name _proc_args _restart_process_future``.
    """

    def __init__(
        self, name: str, launch: Launch, log: Log, watch: GroupWatch, changed: Callable[[AppProcess], None]
    ) -> None:
        self.name = name
        self.proc: asyncio.subprocess.Process | None = None
        self.state: ProcessState = "stopped"
        self.reason: str | None = None
        self.frames = True
        self._proc_args = launch.arguments
        self._restart_process_future: asyncio.Future[Any] | None = None
        self._launch = launch
        self._log = log
        self._group = Group(watch)
        self._changed = changed
        self._settled = asyncio.Event()
        self._stopping = False
        self._was_ready = False
        self._program: int | None = None
        self._background = False
        self._output: Output | None = None
        self._brake = Brake()

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
        return self._program or self.proc.pid

    @property
    def returncode(self) -> int | None:
        return self.proc.returncode if self.proc is not None else None

    @property
    def answers(self) -> bool:
        """Whether requests can be passed on: it has been ready and has not died since."""
        return self._was_ready and self.state in ("running", "unhealthy")

    async def start(self) -> None:
        """Spawn, unless it runs. Raises ``OSError`` when the program cannot be executed."""
        if self._restart_process_future is not None and not self._restart_process_future.done():
            return
        self._stopping = False
        self._brake = Brake()
        self._set("starting")
        await self._spawn()
        if self._stopping:  # while it was spawned
            await self._end(0.0)
        else:
            self._restart_process_future = asyncio.ensure_future(self._live())

    async def ready(self) -> bool:
        """Wait until it answers; ``False`` as soon as it is known that it will not."""
        await self._settled.wait()
        return self.state in ("running", "unhealthy")

    async def terminate(self) -> None:
        """End all of it: politely, then for good after the stop timeout. A second call does no harm."""
        await self._end(self._launch.stop_timeout)

    async def kill(self) -> None:
        """End all of it at once; also cancels a start."""
        await self._end(0.0)

    async def check(self, health: bool = True) -> None:
        """Ask whether it still answers, and say so in ``state``."""
        if not self.answers:
            return
        proc, answer = self.proc, await self._launch.ask(health)
        if proc is not self.proc or not self.running or not self.answers:
            return
        if answer.outcome == "ready":
            self._set("running")
        else:
            self._set("unhealthy", _SICK.get(answer.outcome, "not-answering"))

    def seen(self, status: int) -> None:
        """Somebody's request for its page was answered with this HTTP status."""
        if self.answers:
            self._set(*(("unhealthy", "answers-5xx") if status >= 500 else ("running", None)))

    def _set(self, state: ProcessState, reason: str | None = None) -> None:
        if state in ("running", "stopped", "failed"):
            self._settled.set()
        elif state == "starting":
            self._settled.clear()
        if (state, reason) != (self.state, self.reason):
            self.state, self.reason = state, reason
            self._changed(self)

    async def _spawn(self) -> None:
        self._was_ready = self._background = False
        self._program = None
        self._launch.before_spawn()
        read_end, write_end = os.pipe()
        try:
            self.proc = await asyncio.create_subprocess_exec(
                *self._launch.arguments,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=write_end,
                stderr=write_end,
                env={**self._launch.environment, processes.MARK: self._launch.mark},
                cwd=self._launch.folder,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            self._log.say(f"cannot be executed: {error}")
            self._set("failed", "cannot-execute")
            os.close(read_end)
            raise
        except asyncio.CancelledError:  # asyncio has killed it
            os.close(read_end)
            raise
        finally:
            os.close(write_end)
        self._output = Output(read_end, self._log)
        self._group.begin(self.proc.pid)
        self._log.say(f"started, pid {self.proc.pid}")

    async def _live(self) -> None:
        try:
            await self._lives()
        except Exception as error:  # the state must stay true whatever happens
            self._log.say(f"supervision failed: {type(error).__name__}")
            try:
                await self._end_all(0.0)
            finally:
                self._set("failed", "internal-error")

    async def _lives(self) -> None:
        """From one spawn to the next, until it ends for a reason that only a person overrules."""
        while True:
            assert self.proc is not None  # noqa: S101 - start() has spawned
            exit_ = asyncio.ensure_future(self._exited(self.proc))
            ready = asyncio.ensure_future(self._become_ready())
            try:
                await asyncio.wait({exit_, ready}, return_when=asyncio.FIRST_COMPLETED)
                hopeless = ready.result() if ready.done() else None
                if hopeless is not None:
                    self._log.say(f"given up: {hopeless}")
                    await self._end_all(self._launch.stop_timeout)
                    self._set("failed", hopeless)
                    return
                code = await exit_
            finally:
                exit_.cancel()
                ready.cancel()
            self._log.say(f"ended by signal {-code}" if code < 0 else f"ended with exit status {code}")
            delay = self._after(code)
            await self._end_all(_LEFTOVER_SECONDS)
            if delay is None:
                return
            await asyncio.sleep(delay)
            try:
                await self._spawn()
            except (OSError, ValueError) as error:
                if self.state != "failed":  # else it has been said
                    self._log.say(f"not started again: {error}")
                    self._set("failed", "cannot-execute")
                return

    def _after(self, code: int) -> float | None:
        """Say what an end means, at once. Seconds until the next spawn, or ``None`` when there is none."""
        if code == 0:
            self._set(*(("stopped", "exited") if self._was_ready else ("failed", "exited-before-ready")))
            return None
        delay = self._brake.death(self._was_ready)
        if delay is None:
            self._log.say("ended too often: not started again until somebody asks for it")
            self._set("failed", "crash-loop")
        else:
            self._set("starting", "respawning")
        return delay

    async def _exited(self, proc: asyncio.subprocess.Process) -> int:
        """The exit status, once nothing of the program is left to answer.

        A program that goes to the background exits 0, some as soon as a child of theirs answers: no end.
        """
        code = await proc.wait()
        left = await self._gone_on() if code == 0 else []
        self._background = bool(left)
        while left:
            self._program = min(left, key=lambda process: process.started).pid
            await asyncio.sleep(_LONGEST_POLL)
            self._group.follow(left)
            if not all(map(processes.is_alive, left)):  # perhaps the one that answered
                left = await self._gone_on()
        self._background = False
        return code

    async def _gone_on(self) -> list[processes.Process]:
        """What is left of a program that still answers; nothing where only helpers of it are left."""
        left = await self._members()
        self._group.follow(left)
        if left and self._was_ready and (await self._launch.ask(True)).outcome in ("refused", "foreign"):
            return []
        return left

    async def _become_ready(self) -> str | None:
        """Poll until it answers below 500. Returns why it never will, or ``None`` when it does."""
        begin, delay = time.monotonic(), _FIRST_POLL
        errors_since: float | None = None
        garbage_since: float | None = None
        while True:
            answer = await self._launch.ask(False)
            now = time.monotonic()
            if answer.outcome == "ready":
                break
            errors_since = (errors_since or now) if answer.outcome == "error-status" else None
            garbage_since = (garbage_since or now) if answer.outcome == "not-http" else None
            if errors_since is not None and now - errors_since >= _ERRORS_TOLERATED_SECONDS:
                self._set("unhealthy", "answers-5xx")
            if garbage_since is not None and now - garbage_since >= _NOT_HTTP_TOLERATED_SECONDS:
                return "not-http"
            if now - begin >= self._launch.start_timeout:
                return "start-timeout"
            await asyncio.sleep(delay)
            often = answer.outcome == "refused" and now - begin < _REFUSED_SECONDS
            delay = min(2 * delay, _REFUSED_POLL if often else _LONGEST_POLL)
        self._was_ready, self.frames = True, answer.frames
        if self.proc is not None and not self._background:
            self._program = processes.program(self.proc.pid)
        self._log.say(f"answers after {time.monotonic() - begin:.1f} s")
        self._set("running")
        return None

    async def _end(self, grace: float) -> None:
        self._stopping = True
        life = self._restart_process_future
        if life is not None and not life.done():
            life.cancel()
            await asyncio.wait({life})
        await self._end_all(grace)
        if self.state not in ("stopped", "failed"):
            self._log.say("stopped")
            self._set("stopped", "stopped-by-person")

    async def _members(self) -> list[processes.Process]:
        group = self._group
        return await asyncio.to_thread(processes.own_members, self._launch.mark, group.number, group.since)

    async def _end_all(self, grace: float) -> None:
        """No process of this app is left when this returns, nor its output pipe."""
        await end(self._members, grace)
        if self.proc is not None:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.proc.wait(), 2)
        self._background = False
        self._group.end()
        if self._output is not None:
            self._output.close()
