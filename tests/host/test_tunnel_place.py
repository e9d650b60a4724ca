"""Where a server is, by its environment and its address."""

from __future__ import annotations

import os

import pytest

from jupyterlab_remote_ide.host.scheduler import batch_of
from jupyterlab_remote_ide.host.tunnel import is_open_to_others, place_of

SLURM = {"SLURM_JOB_ID": "7", "SLURM_SUBMIT_HOST": "login1", "SLURMD_NODENAME": "g026"}
SSH = {"SSH_CONNECTION": "10.0.0.9 56262 10.0.0.2 22"}


@pytest.mark.parametrize(
    ("environ", "known"),
    [
        (SLURM, ("slurm", "7", "login1", "g026")),
        ({"PBS_JOBID": "7.srv", "PBS_O_HOST": "login1"}, ("pbs", "7.srv", "login1", None)),
        ({"LSB_JOBID": "7", "LSB_SUB_HOST": "login1"}, ("lsf", "7", "login1", None)),
        ({"JOB_ID": "7", "SGE_O_HOST": "login1"}, ("sge", "7", "login1", None)),
    ],
)
def test_the_job_of_each_scheduler(environ, known):
    batch = batch_of(environ)
    assert (batch.system, batch.id, batch.submit_host, batch.node) == known


@pytest.mark.parametrize("environ", [{}, {"JOB_ID": "7"}, {"SLURM_JOB_ID": ""}])
def test_no_job(environ):
    assert batch_of(environ) is None


@pytest.mark.parametrize(
    ("ip", "reach", "target"),
    [
        ("localhost", "loopback", "127.0.0.1"),
        ("127.0.0.1", "loopback", "127.0.0.1"),
        ("127.0.0.5", "loopback", "127.0.0.5"),
        ("::1", "loopback", "[::1]"),
        ("", "cluster", "g026"),
        ("*", "cluster", "g026"),
        ("0.0.0.0", "cluster", "g026"),
        ("::", "cluster", "g026"),
        ("10.1.2.3", "cluster", "10.1.2.3"),
        ("fd00::1", "cluster", "[fd00::1]"),
        ("g026-ib", "cluster", "g026-ib"),
    ],
)
def test_what_the_address_reaches(ip, reach, target):
    place = place_of(SLURM, ip, 1, "http")
    assert (place.reach, place.target) == (reach, target)


@pytest.mark.parametrize(
    ("environ", "configured", "known"),
    [
        (SLURM | SSH, "login.example", ("login.example", "configuration", False)),
        (SLURM | SSH, "", ("login1", "environment", False)),
        ({"PBS_JOBID": "7"} | SSH, "", ("10.0.0.2", "guess", False)),
        (SLURM | {"SLURM_SUBMIT_HOST": "g026.cluster"}, "", ("g026.cluster", "environment", True)),
        (SSH, "", ("10.0.0.2", "guess", True)),
        ({"SSH_CONNECTION": "fe80::1 1 fe80::2 22"}, "", (None, None, True)),
        ({}, "login.example", ("login.example", "configuration", False)),
        ({}, "", (None, None, True)),
    ],
)
def test_the_login_host_and_where_it_is_known_from(environ, configured, known):
    place = place_of(environ, "localhost", 1, "http", configured)
    assert (place.login_host, place.login_source, place.direct) == known


def test_who_can_read_a_log(tmp_path):
    tmp_path.chmod(0o755)
    log = tmp_path / "slurm-7.out"
    with log.open("w") as file:
        log.chmod(0o600)
        assert not is_open_to_others(file.fileno())
        log.chmod(0o644)
        reachable = all(folder.stat().st_mode & 0o001 for folder in log.parents)
        assert is_open_to_others(file.fileno()) is reachable
        tmp_path.chmod(0o700)
        assert not is_open_to_others(file.fileno())
    reading, writing = os.pipe()
    assert not is_open_to_others(writing)
    os.close(reading), os.close(writing)
    assert not is_open_to_others(writing)
