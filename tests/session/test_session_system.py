"""The job from the environment, the limits from control groups."""

from __future__ import annotations

import os

import pytest

from jupyterlab_remote_ide.host.cgroup import cpu_count, memory_limit
from jupyterlab_remote_ide.host.scheduler import Job, job_of


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, Job(None, None, None, None)),
        ({"SLURM_JOB_ID": "7", "SLURM_JOB_NAME": "lab"}, Job("7", "lab", None, None)),
        ({"SLURM_JOB_ID": "7", "SLURM_JOB_END_TIME": "1795281400"}, Job("7", None, 1795281400.0, "slurm")),
        (
            {"SLURM_JOB_END_TIME": "1795281400", "REMOTE_IDE_END_TIME": "1795281000.5"},
            Job(None, None, 1795281000.5, "environment"),
        ),
        (
            {"SLURM_JOB_END_TIME": "1795281400", "REMOTE_IDE_END_TIME": "soon"},
            Job(None, None, 1795281400.0, "slurm"),
        ),
        *(
            ({"SLURM_JOB_END_TIME": text}, Job(None, None, None, None))
            for text in ("", "NONE", "0", "-1", "nan", "inf", str(2**32 - 1), str(2**32 - 2))
        ),
    ],
)
def test_job(environ, expected):
    assert job_of(environ) == expected


@pytest.fixture
def groups(tmp_path):
    """``groups(lines, {file: content})``: the memory limit on such a machine."""

    def inner(lines, files):
        proc = tmp_path / "cgroup"
        proc.write_text(lines)
        for name, content in files.items():
            path = tmp_path / "fs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return memory_limit(proc, tmp_path / "fs")

    return inner


def test_the_tightest_level_counts(groups):
    files = {
        "slurm/job_1/step_0/user/task_0/memory.max": "max\n",
        "slurm/job_1/memory.max": "2000\n",
        "slurm/job_1/step_0/memory.max": "3000\n",
        "slurm/memory.max": "9000\n",
    }
    assert groups("0::/slurm/job_1/step_0/user/task_0\n", files) == 2000


def test_a_container_sees_its_limit_at_the_root(groups):
    assert groups("0::/docker/abc\n", {"memory.max": "4096\n"}) == 4096


NONE = f"{2**63 - 4096}\n"


def test_version_one(groups):
    lines = "12:cpu,cpuacct:/slurm\n11:memory:/slurm/job_1\n0::/\n"
    files = {
        "memory/slurm/job_1/memory.limit_in_bytes": "5000\n",
        "memory/memory.limit_in_bytes": f"{2**63 - 4096}\n",
    }
    assert groups(lines, files) == 5000


def test_no_limit(groups, tmp_path):
    assert groups("0::/x\n", {"x/memory.max": "max\n"}) is None
    assert groups("garbage\n", {}) is None
    assert memory_limit(tmp_path / "absent", tmp_path) is None


def test_cpus():
    assert cpu_count() == len(os.sched_getaffinity(0))
