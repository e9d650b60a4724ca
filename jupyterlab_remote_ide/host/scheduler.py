"""The batch job around this server, from its environment alone: no scheduler command is ever run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

# Slurm writes "no value" and "infinite" as the two largest 32-bit numbers.
_NO_TIME = 2**32 - 2

# In this order: an administrator's word beats the scheduler's. Both of Slurm's exist since 23.02.
_END_TIMES = (("REMOTE_IDE_END_TIME", "environment"), ("SLURM_JOB_END_TIME", "slurm"))
_START_TIMES = ("REMOTE_IDE_START_TIME", "SLURM_JOB_START_TIME")


@dataclass(frozen=True)
class Job:
    """Times are epoch seconds, ``None`` where nothing says them; ``id`` and ``name`` likewise."""

    id: str | None
    name: str | None
    end_time: float | None
    end_time_source: str | None
    start_time: float | None = None


@dataclass(frozen=True)
class Batch:
    """Which scheduler started this, and what it says of where; ``None`` where it does not."""

    system: str
    id: str
    submit_host: str | None
    node: str | None = None
    cluster: str | None = None


# (system, variable of the job's id, of the host it was submitted on, of this node, of the cluster). Grid
# Engine's name of an id is anybody's: there both of the first two are asked for.
_SYSTEMS = (
    ("slurm", "SLURM_JOB_ID", "SLURM_SUBMIT_HOST", "SLURMD_NODENAME", "SLURM_CLUSTER_NAME"),
    ("pbs", "PBS_JOBID", "PBS_O_HOST", "", "PBS_SERVER"),
    ("lsf", "LSB_JOBID", "LSB_SUB_HOST", "", ""),
    ("sge", "JOB_ID", "SGE_O_HOST", "", "SGE_CLUSTER_NAME"),
)


def batch_of(environ: Mapping[str, str]) -> Batch | None:
    """``None`` outside a job of Slurm, PBS or Torque, LSF, Grid Engine."""
    for system, job, submit_host, node, cluster in _SYSTEMS:
        if environ.get(job) and (system != "sge" or environ.get(submit_host)):
            places = (environ.get(name) or None for name in (submit_host, node, cluster))
            return Batch(system, environ[job], *places)
    return None


def job_of(environ: Mapping[str, str]) -> Job:
    end, source = None, None
    for variable, word in _END_TIMES:
        end = _time(environ.get(variable))
        if end is not None:
            source = word
            break
    starts = (_time(environ.get(variable)) for variable in _START_TIMES)
    start = next((each for each in starts if each is not None), None)
    return Job(environ.get("SLURM_JOB_ID") or None, environ.get("SLURM_JOB_NAME") or None, end, source, start)


def _time(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 < value < _NO_TIME else None
