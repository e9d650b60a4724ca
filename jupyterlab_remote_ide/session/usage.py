"""How much of what this server may use is in use, live: sampled while somebody looks, and only then."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from jupyterlab_remote_ide.host import machine
from jupyterlab_remote_ide.host.cgroup import ControlGroups, Cpu, Memory
from jupyterlab_remote_ide.host.gpus import PATIENCE_SECONDS, Gpu
from jupyterlab_remote_ide.tasks import Aside, NoAnswer, cancel
from jupyterlab_remote_ide.topic import Level, Row, Topic


class Groups(Protocol):
    """See ``ControlGroups``."""

    def memory(self) -> Memory | None: ...
    def cpu(self) -> Cpu: ...


@dataclass(frozen=True)
class Timing:
    """Seconds. ``first``: between the first two samples, as processor time is a difference."""

    first: float = 0.5
    interval: float = 2.0
    # GPUs are asked by a program that is not cheap: this often, and for a twentieth of the time at most.
    gpu_interval: float = 10.0
    gpu_factor: float = 20.0


class Usage:
    """Owns the topic ``session``. All methods run on the event loop; the GPUs are asked aside."""

    def __init__(
        self,
        gpus: Callable[[], Sequence[Gpu]],
        groups: Callable[[], Groups] = ControlGroups,
        timing: Timing | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``gpus`` may block. ``groups``: found anew each time somebody begins to look. ``clock``: in s."""
        self.topic = Topic("session", awaited=True)
        self.topic.on_demand = self._demand_changed
        self._gpus, self._find_groups, self._timing = gpus, groups, timing or Timing()
        self._now = clock
        self._groups: Groups | None = None
        self._aside = Aside("remote-ide-gpus")
        self._timer: asyncio.TimerHandle | None = None
        self._asking: asyncio.Task[None] | None = None
        self._last: tuple[str | None, float, float] | None = None
        self._gpu_rows: dict[str, Row] = {}
        self._gpu_due = float("-inf")

    async def stop(self) -> None:
        self.topic.on_demand = None
        asking = self._asking
        self._halt()
        if asking is not None:
            await cancel(asking)

    def _demand_changed(self, level: Level) -> None:
        if level != "visible":
            self._halt()
        elif self._timer is None:
            self._groups = self._find_groups()
            if self._now() >= self._gpu_due:
                self._gpu_rows = {}
            self._sample(self._timing.first)
            self._asking = asyncio.get_running_loop().create_task(self._ask_gpus())

    def _halt(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        self._last = None

    def _sample(self, pause: float) -> None:
        self._timer = asyncio.get_running_loop().call_later(pause, self._sample, self._timing.interval)
        self._publish()

    def _publish(self) -> None:
        rows = [row for row in (self._memory(), self._cpu()) if row is not None]
        self.topic.publish({**{row["id"]: row for row in rows}, **self._gpu_rows})

    def _memory(self) -> Row | None:
        own = self._groups.memory() if self._groups is not None else None
        if own is not None:
            return _row("memory", "allocation", own.used, own.limit)
        whole = machine.memory()
        return _row("memory", "machine", whole.used, whole.total) if whole is not None else None

    def _cpu(self) -> Row | None:
        cpu = self._groups.cpu() if self._groups is not None else Cpu(None)
        if cpu.seconds is not None:
            return _row("cpu", "allocation", self._rate(cpu.group, cpu.seconds, cpu.count), cpu.count)
        seconds, count = machine.cpu_seconds(), machine.cpu_count()
        if seconds is None:
            return None
        return _row("cpu", "machine", self._rate(None, seconds, count), count)

    def _rate(self, group: str | None, seconds: float, count: float | None) -> float | None:
        """CPUs in use since the last sample; ``None`` at the first, and where another group counts by now.
        The kernel's own clock ticks: more than there are is a rounding."""
        now = self._now()
        last, self._last = self._last, (group, seconds, now)
        if last is None or last[0] != group or now <= last[2]:
            return None
        used = max(0.0, round((seconds - last[1]) / (now - last[2]), 3))
        return min(used, count) if count is not None else used

    async def _ask_gpus(self) -> None:
        were_there = bool(self._gpu_rows)
        while True:
            await asyncio.sleep(max(0.0, self._gpu_due - self._now()))  # however often somebody looks
            began = self._now()
            try:
                gpus = await self._aside.run(self._gpus, PATIENCE_SECONDS + 1)
            except NoAnswer:
                gpus = []
            took = self._now() - began
            self._gpu_due = self._now() + max(self._timing.gpu_interval, self._timing.gpu_factor * took)
            # A cancellation that comes together with the answer is swallowed before Python 3.12.
            if asyncio.current_task() is not self._asking:
                return
            self._gpu_rows = {gpu.id: _gpu_row(gpu) for gpu in gpus}  # told with the next sample
            were_there = were_there or bool(gpus)
            if not were_there:  # none here, or none that answers: the next who looks asks again
                return


def _row(kind: str, scope: str | None, used: float | None, total: float | None) -> Row:
    return {
        "id": kind,
        "kind": kind,
        "scope": scope,
        "name": None,
        "at": round(time.time(), 3),
        "used": used,
        "total": total,
        "memory_used": None,
        "memory_total": None,
    }


def _gpu_row(gpu: Gpu) -> Row:
    return {
        **_row("gpu", None, gpu.used, None if gpu.used is None else 1),
        "id": gpu.id,
        "name": gpu.name,
        "memory_used": gpu.memory_used,
        "memory_total": gpu.memory_total,
    }
