"""One app's supervised process, where jupyter-server-proxy would keep simpervisor's ``SupervisedProcess``.

It has a session of its own; its output goes to a ``Log``; its state is what is true, not what was asked for.
No signal handler is installed: jupyter_server's own shutdown must run.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any, Literal

from jupyterlab_remote_ide.reasons import AppReason
from jupyterlab_remote_ide.tasks import cancel

from .brake import Brake
from .launch import CannotStart, GroupWatch, Launch
from .log import Log
from .probe import Answer
from .program import Program
from .readiness import wait

ProcessState = Literal["starting", "running", "unhealthy", "stopped", "failed"]
_LEFTOVER_SECONDS = 1.0
# Known of a program that has ended: better than that it has.
_CAUSES = frozenset({"other-user-on-port", "port-taken", "speaks-tls"})
_NO_FACTS: Mapping[str, object] = {}


class AppProcess:
    """Started, stopped and started again; ``changed`` is called after every change of state.

    The names that jupyter-server-proxy and other extensions use of simpervisor's class are kept:
    ``start ready terminate kill pid returncode running proc name _proc_args _restart_process_future``.
    """

    def __init__(
        self, name: str, launch: Launch, log: Log, watch: GroupWatch, changed: Callable[[AppProcess], None]
    ) -> None:
        self.name = name
        self.state: ProcessState = "stopped"
        self.reason: AppReason | None = None
        self.detail: Mapping[str, object] = _NO_FACTS
        self.frames = True
        self.started: float | None = None  # by somebody; one that comes back by itself keeps it
        self.shown = False  # somebody wants to see its page though that is an error
        self.asker = launch.asker
        self._proc_args = launch.arguments
        self._restart_process_future: asyncio.Future[Any] | None = None
        self._launch = launch
        self._log = log
        self._program = Program(launch, log, watch)
        self._changed = changed
        self._settled = asyncio.Event()
        self._stopping = False
        self._was_ready = False
        self._brake = Brake()

    @property
    def proc(self) -> asyncio.subprocess.Process | None:
        return self._program.proc

    @property
    def group(self) -> int | None:
        return self._program.group

    @property
    def running(self) -> bool:
        return self._program.running

    @property
    def pid(self) -> int | None:
        return self._program.pid

    @property
    def returncode(self) -> int | None:
        return self.proc.returncode if self.proc is not None else None

    @property
    def answers(self) -> bool:
        """Whether requests can be passed on: it has answered and has not died since."""
        return self._was_ready and self.state in ("running", "unhealthy")

    async def start(self) -> None:
        """Spawn, unless it runs. Raises ``CannotStart`` and ``Occupied``."""
        if self._restart_process_future is not None and not self._restart_process_future.done():
            return
        self._stopping = False
        self._brake = Brake()
        self.started = time.time()
        self._set("starting")
        await self._spawn()
        if self._stopping:  # while it was spawned
            await self._end(0.0)
        else:
            self._restart_process_future = asyncio.ensure_future(self._live())

    async def ready(self) -> bool:
        """Wait until it can be opened; ``False`` as soon as it is known that it will not."""
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
        if not self.answers or self._stopping or self.is_paused():
            return
        proc, answer = self.proc, await self.asker.ask(health)
        if answer.outcome == "refused":  # it may have moved
            answer = await self.asker.look_around(True) or answer
        if proc is self.proc and self.running and self.answers and not self._stopping:
            self._judge(answer)

    def is_paused(self) -> bool:
        """Whether a signal stopped the program, so that it cannot answer: one read, and said in ``state``."""
        paused = self.answers and self._program.is_paused()
        if paused:
            self._set("unhealthy", "paused")
        elif self.reason == "paused" and self.answers:
            self._set("running")
        return paused

    def seen(self, status: int) -> None:
        """Somebody's request for its page was answered with this HTTP status."""
        if self.answers and self.reason != "redirects-away":
            if status >= 500:
                self._set("unhealthy", "answers-5xx", {"status": status})
            elif self.state == "unhealthy":
                self._set("running")

    def _judge(self, answer: Answer) -> None:
        """Say what this answer of a program that can be opened means."""
        if answer.outcome == "ready":
            self._set("running", answer.reason, answer.detail)
        else:
            self._set("unhealthy", answer.reason or "not-answering", answer.detail)

    def _set(
        self, state: ProcessState, reason: AppReason | None = None, detail: Mapping[str, object] = _NO_FACTS
    ) -> None:
        if state in ("running", "unhealthy", "stopped", "failed"):
            self._settled.set()
        elif state == "starting":
            self._settled.clear()
        if (state, reason, detail) != (self.state, self.reason, self.detail):
            self.state, self.reason, self.detail = state, reason, detail
            self._changed(self)

    async def _spawn(self) -> None:
        self._was_ready = self.shown = False
        try:
            await self._program.spawn()
        except CannotStart as failure:
            self._set("failed", failure.reason, failure.detail)
            raise

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
            exit_ = asyncio.ensure_future(self._program.exited(lambda: self._was_ready, self._wait_on))
            ready = asyncio.ensure_future(self._become_ready())
            try:
                await asyncio.wait({exit_, ready}, return_when=asyncio.FIRST_COMPLETED)
                hopeless = ready.result() if ready.done() else None
                if hopeless is not None:
                    self._log.say(f"given up: {hopeless}")
                    detail = self.detail
                    if await self._end_all(self._launch.stop_timeout):
                        self._set("failed", hopeless, detail)
                    return
                code = await exit_
            finally:
                await cancel(exit_, ready)
            self._log.say(f"ended by signal {-code}" if code < 0 else f"ended with exit status {code}")
            delay = self._after(code)
            if not await self._end_all(_LEFTOVER_SECONDS) or delay is None:
                return
            await asyncio.sleep(delay)
            try:
                await self._spawn()
            except CannotStart as failure:
                self._log.say(f"not started again: {failure.reason}")
                return

    def _wait_on(self) -> None:
        """Its command has ended; something that it has started may still come to listen."""
        if self.state == "starting" and self.reason is None:
            self._set("starting", "command-ended")

    def _after(self, code: int) -> float | None:
        """Say what an end means, at once. Seconds until the next spawn, or ``None`` when there is none."""
        if code == 0 and self._was_ready:
            self._set("stopped", "exited")
            return None
        if code == 0:
            if self.reason in _CAUSES:
                self._set("failed", self.reason, self.detail)
            else:
                self._set("failed", "exited-before-ready")
            return None
        delay = self._brake.death(self._was_ready)
        if delay is None:
            self._log.say("ended too often: not started again until somebody asks for it")
            self._set("failed", "crash-loop")
        else:
            self._set("starting", "respawning")
        return delay

    async def _become_ready(self) -> AppReason | None:
        """Returns why it never will be, or ``None`` when it can be opened."""
        begin = time.monotonic()

        def say(reason: AppReason | None, detail: Mapping[str, object]) -> None:
            if self.state == "starting":
                self._set("starting", reason, detail)

        outcome = await wait(self.asker, self._launch.start_timeout, say)
        if outcome.answer is None:
            return outcome.hopeless
        self.asker.answered()
        self._was_ready, self.frames = True, outcome.answer.frames
        self._program.answered()
        self._log.say(f"answers after {time.monotonic() - begin:.1f} s")
        self._judge(outcome.answer)
        return None

    async def _end(self, grace: float) -> None:
        self._stopping = True
        life = self._restart_process_future
        if life is not None:
            await cancel(life)
        if not await self._end_all(grace):
            return
        if self.state not in ("stopped", "failed") or self.reason == "not-ended":
            self._log.say("stopped")
            self._set("stopped", "stopped-by-person")

    async def _end_all(self, grace: float) -> bool:
        """Whether all of it is seen to be gone; else it is said."""
        left = await self._program.end(grace)
        if left is not None:
            self._set("failed", "not-ended", left)
        return left is None
