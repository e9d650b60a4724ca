"""The batch job around this server, from its environment alone: no scheduler command is ever run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

# Slurm writes "no value" and "infinite" as the two largest 32-bit numbers.
_NO_TIME = 2**32 - 2

# In this order: an administrator's word beats the scheduler's. SLURM_JOB_END_TIME exists since Slurm 23.02.
_END_TIMES = (("REMOTE_IDE_END_TIME", "environment"), ("SLURM_JOB_END_TIME", "slurm"))


@dataclass(frozen=True)
class Job:
    """``end_time`` is epoch seconds, ``None`` where nothing says it; ``id`` and ``name`` likewise."""

    id: str | None
    name: str | None
    end_time: float | None
    end_time_source: str | None


def job_of(environ: Mapping[str, str]) -> Job:
    end, source = None, None
    for variable, word in _END_TIMES:
        end = _time(environ.get(variable))
        if end is not None:
            source = word
            break
    return Job(environ.get("SLURM_JOB_ID") or None, environ.get("SLURM_JOB_NAME") or None, end, source)


def _time(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 < value < _NO_TIME else None
