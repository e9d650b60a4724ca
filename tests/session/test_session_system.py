"""The job from the environment."""

from __future__ import annotations

import pytest

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
            {"SLURM_JOB_END_TIME": "1795281400", "SLURM_JOB_START_TIME": "1795281000"},
            Job(None, None, 1795281400.0, "slurm", 1795281000.0),
        ),
        (
            {"SLURM_JOB_START_TIME": "1795281000", "REMOTE_IDE_START_TIME": "1795280000"},
            Job(None, None, None, None, 1795280000.0),
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
