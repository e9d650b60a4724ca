"""The NVIDIA GPUs that are this server's, as far as that can be known. All of it may block."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .output import output_of

# A driver in trouble lets it hang for minutes.
PATIENCE_SECONDS = 5.0
_FIELDS = "index,uuid,name,utilization.gpu,memory.used,memory.total"
_MIB = 2**20


@dataclass(frozen=True)
class Gpu:
    """``used`` from 0 to 1, memory in bytes; all three ``None`` where only the driver's list is there."""

    id: str
    name: str
    used: float | None = None
    memory_used: int | None = None
    memory_total: int | None = None


def look(environ: Mapping[str, str], root: Path = Path("/")) -> list[Gpu]:
    """Empty without a GPU, and where nothing says which ones are this server's."""
    program = shutil.which("nvidia-smi", path=environ.get("PATH"))
    found = _asked(program, environ) if program is not None else None
    return _own(_listed(root) if found is None else found, environ)


def _asked(program: str, environ: Mapping[str, str]) -> dict[int, Gpu] | None:
    """By index; ``None`` where it failed. It leaves out those that the job's control group forbids."""
    command = [program, f"--query-gpu={_FIELDS}", "--format=csv,noheader,nounits"]
    output = output_of(command, environ, PATIENCE_SECONDS)
    if output is None:
        return None
    found: dict[int, Gpu] = {}
    for line in output.splitlines():
        try:
            index, uuid, name, used, memory_used, memory_total = (each.strip() for each in line.split(","))
            found[int(index)] = Gpu(
                uuid, name, int(used) / 100, int(memory_used) * _MIB, int(memory_total) * _MIB
            )
        except ValueError:
            # "[N/A]": a GPU cut into instances (MIG), whose figures are those of all its users together.
            continue
    return found


def _listed(root: Path) -> dict[int, Gpu]:
    """By index, which is the order on the bus: what the driver says, of those whose device may be opened.
    CUDA counts no others, either."""
    found: dict[int, Gpu] = {}
    for file in sorted((root / "proc/driver/nvidia/gpus").glob("*/information")):
        try:
            lines = (line.partition(":") for line in file.read_text().splitlines())
            facts = {name.strip(): value.strip() for name, _, value in lines}
            gpu, device = Gpu(facts["GPU UUID"], facts["Model"]), root / f"dev/nvidia{facts['Device Minor']}"
        except (OSError, ValueError, KeyError):
            continue
        if os.access(device, os.R_OK | os.W_OK):
            found[len(found)] = gpu
    return found


def _own(gpus: Mapping[int, Gpu], environ: Mapping[str, str]) -> list[Gpu]:
    """By what the scheduler or a person has said to CUDA programs."""
    visible = environ.get("CUDA_VISIBLE_DEVICES")
    if visible is None:
        # A job that got none sees all of the node where the site's control groups do not forbid it.
        return [] if "SLURM_JOB_ID" in environ else list(gpus.values())
    found: list[Gpu] = []
    for word in visible.split(","):
        one = _named(word.strip(), gpus, environ)
        if one is None:  # CUDA too goes no further
            break
        found.append(one)
    return found


def _named(word: str, gpus: Mapping[int, Gpu], environ: Mapping[str, str]) -> Gpu | None:
    if word.isdecimal():
        return gpus.get(int(word)) if _is_by_bus(list(gpus.values()), environ) else None
    if word.startswith("GPU-"):  # a beginning is enough
        matches = [gpu for gpu in gpus.values() if gpu.id.startswith(word)]
        return matches[0] if len(matches) == 1 else None
    return None


def _is_by_bus(gpus: Sequence[Gpu], environ: Mapping[str, str]) -> bool:
    """Whether CUDA counts as we do: its own order is the fastest first."""
    return (
        environ.get("CUDA_DEVICE_ORDER") == "PCI_BUS_ID"
        or "SLURM_JOB_ID" in environ
        or len({gpu.name for gpu in gpus}) <= 1
    )
