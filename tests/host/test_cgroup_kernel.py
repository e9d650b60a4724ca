"""Limits and use, as this machine's kernel says them of a real group with a real limit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

MB = 2**20
LIMIT = 200 * MB
# Holds 40 MB, has read a file of 30 MB twice, and has counted for 0.2 s of processor time.
PROGRAM = """
import json, os, sys, time
from jupyterlab_remote_ide.host.cgroup import ControlGroups
held = bytearray(os.urandom(1)) * (40 * 2**20)
for _ in range(2):
    with open(sys.argv[1], "rb") as file:
        while file.read(2**20):
            pass
while time.process_time() < 0.2:
    pass
groups = ControlGroups()
memory, cpu = groups.memory(), groups.cpu()
print(json.dumps({"memory": [memory.used, memory.limit], "cpu": [cpu.count, cpu.group, cpu.seconds]}))
"""


def mounted(kind: str, controller: str) -> Path | None:
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        left, _, right = line.partition(" - ")
        found, _, options = right.split()
        if found == kind and (kind == "cgroup2" or controller in options.split(",")):
            return Path(left.split()[4])
    return None


def own_group(controllers: str) -> str:
    lines = (line.split(":", 2) for line in Path("/proc/self/cgroup").read_text().splitlines())
    return next((path for _, found, path in lines if found == controllers), "/").lstrip("/")


@contextmanager
def group(parent: Path, **limits: str):
    """A group below ``parent`` with these limits, with ``_`` for the dot in the names of their files."""
    made = parent / f"remote-ide-test-{os.getpid()}"
    try:
        made.mkdir()
    except OSError as error:
        pytest.skip(f"UNPROVEN: no control group can be made here ({error.strerror})")
    try:
        for name, value in limits.items():
            (made / name.replace("_", ".", 1)).write_text(value)
        yield made
    finally:
        for _ in range(100):
            try:
                made.rmdir()
                break
            except OSError:  # its last process is being buried
                time.sleep(0.05)


def inside(tmp_path: Path, *groups: Path, before: str = "") -> dict:
    """What the program sees in these groups. ``before``: shell, run there first."""
    file = tmp_path / "file"
    file.write_bytes(os.urandom(30 * MB))
    enter = "".join(f"echo $$ > {one}/cgroup.procs && " for one in groups)
    command = f'{enter} {before} exec "$@"'
    done = subprocess.run(
        ["sh", "-c", command, "sh", sys.executable, "-c", PROGRAM, str(file)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def is_right(seen: dict, name: str) -> None:
    used, limit = seen["memory"]
    assert limit == LIMIT
    # The file's 30 MB are not in it.
    assert 40 * MB < used < 68 * MB
    count, found, seconds = seen["cpu"]
    assert (count, found) == (0.5, name)
    assert 0.15 <= seconds < 30


@pytest.fixture
def version_one():
    """Groups of the three controllers, and their common name."""
    tops = [mounted("cgroup", controller) for controller in ("memory", "cpu", "cpuacct")]
    if os.getuid() != 0 or None in tops:
        pytest.skip("UNPROVEN: limits of cgroup version 1 need root and a machine that has it")
    memory, cpu, cpuacct = (top for top in tops if top is not None)
    quota = {"cpu_cfs_period_us": "100000", "cpu_cfs_quota_us": "50000"}
    with group(memory, memory_limit_in_bytes=str(LIMIT)) as one, group(cpu, **quota) as two:
        if cpuacct.samefile(cpu):
            yield [one, two]
        else:
            with group(cpuacct) as three:
                yield [one, two, three]


def test_version_one(version_one, tmp_path):
    is_right(inside(tmp_path, *version_one), f"/remote-ide-test-{os.getpid()}")


def test_version_one_in_a_container(version_one, tmp_path):
    """Its own name space, with what is mounted anew in it: the limit stands at the root."""
    folder = tmp_path / "cgroup"
    mounts = "".join(
        f"mkdir -p {folder}/{name} && mount -t cgroup -o {name} none {folder}/{name} && "
        for name in ("memory", "cpu", "cpuacct")
    )
    before = f'exec unshare -C -m sh -c \'{mounts} exec "$@"\' sh "$@";'
    is_right(inside(tmp_path, *version_one, before=before), "/")


def test_version_two(tmp_path):
    top = mounted("cgroup2", "")
    if os.getuid() != 0 or top is None:
        pytest.skip("UNPROVEN: limits of cgroup version 2 need root and a machine that has it")
    if not {"memory", "cpu"} <= set((top / "cgroup.controllers").read_text().split()):
        pytest.skip("UNPROVEN: this machine's cgroup version 2 limits neither memory nor processor time")
    parent = top / own_group("")
    if not {"memory", "cpu"} <= set((parent / "cgroup.subtree_control").read_text().split()):
        parent = top
        (top / "cgroup.subtree_control").write_text("+memory +cpu")
    with group(parent, memory_max=str(LIMIT), cpu_max="50000 100000") as made:
        is_right(inside(tmp_path, made), f"/{made.relative_to(top)}")
