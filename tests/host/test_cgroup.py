"""Limits and use, as files say them."""

from __future__ import annotations

import os

import pytest

from jupyterlab_remote_ide.host.cgroup import ControlGroups, Cpu, Memory

NONE = f"{2**63 - 4096}\n"


@pytest.fixture
def groups(tmp_path):
    """``groups(own, {file: content}, mounts)``: the control groups of such a machine, whose memory is 100 kB.

    ``mounts``: by folder below ``fs`` what follows the dash in mountinfo, and the root that is mounted there.
    """

    def inner(own, files, mounts):
        proc = tmp_path / "proc"
        (proc / "self").mkdir(parents=True)
        (proc / "meminfo").write_text("MemTotal:  100 kB\nMemFree: 5 kB\nMemAvailable: 40 kB\n")
        (proc / "self/cgroup").write_text(own)
        lines = [
            f"3{n} 2 0:3{n} {root} {tmp_path}/fs/{folder} rw,relatime shared:1 - {kind}\n"
            for n, (folder, (kind, root)) in enumerate(mounts.items())
        ]
        (proc / "self/mountinfo").write_text(
            "".join(["21 1 0:1 / / rw - ext4 /dev/sda rw\n", "odd\n", *lines])
        )
        for name, content in files.items():
            path = tmp_path / "fs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return ControlGroups(proc)

    return inner


def unified(root="/"):
    return {"": ("cgroup2 cgroup2 rw,nsdelegate", root)}


def first(*controllers, root="/"):
    return {name: (f"cgroup cgroup rw,{name}", root) for name in controllers}


JOB = "slurm/job_1"
STEP = f"{JOB}/step_0/user/task_0"


def test_the_job_counts_and_not_its_step(groups):
    files = {
        f"{STEP}/memory.max": "max\n",
        f"{JOB}/step_0/memory.max": "20000\n",
        f"{JOB}/step_0/memory.current": "5000\n",
        f"{JOB}/step_0/memory.stat": "anon 1\ninactive_file 1000\n",
        f"{JOB}/memory.max": "20000\n",
        f"{JOB}/memory.current": "9000\n",
        f"{JOB}/memory.stat": "anon 1\ninactive_file 2500\nactive_file 99\n",
        f"{JOB}/cpu.stat": "usage_usec 2500000\nuser_usec 1\n",
        "slurm/memory.max": "90000\n",
        "slurm/memory.current": "50000\n",
    }
    found = groups(f"0::/{STEP}\n", files, unified())
    assert found.memory() == Memory(6500, 20000)
    assert found.memory_limit() == 20000
    assert found.cpu() == Cpu(len(os.sched_getaffinity(0)), f"/{JOB}", 2.5)


def test_the_group_that_has_least_left_is_told(groups):
    """There the kernel ends something, be its limit ever so wide."""
    files = {
        "a/b/memory.max": "20000\n",
        "a/b/memory.current": "1000\n",
        "a/memory.max": "50000\n",
        "a/memory.current": "49000\n",
    }
    found = groups("0::/a/b\n", files, unified())
    assert found.memory() == Memory(49000, 50000)
    assert found.memory_limit() == 20000


@pytest.mark.parametrize("path", ["/", "/docker/abc", "/../other"])
def test_a_container_sees_its_limit_at_the_root(groups, path):
    files = {"memory.max": "4096\n", "memory.current": "4000\n", "cpu.stat": "usage_usec 1000000\n"}
    found = groups(f"0::{path}\n", files, unified())
    assert (found.memory(), found.cpu().seconds) == (Memory(4000, 4096), 1.0)


@pytest.mark.parametrize("root", ["/docker/abc", "/other"])
def test_a_container_that_knows_the_hosts_names(groups, root):
    own = "11:memory:/docker/abc\n4:cpuacct:/docker/abc\n"
    files = {
        "memory/memory.limit_in_bytes": "5000\n",
        "memory/memory.usage_in_bytes": "3000\n",
        "memory/memory.stat": "inactive_file 1\ntotal_inactive_file 500\n",
        "cpuacct/cpuacct.usage": "7000000000\n",
    }
    found = groups(own, files, first("memory", "cpuacct", root=root))
    assert found.memory() == Memory(2500, 5000)
    assert (found.cpu().group, found.cpu().seconds) == (root, 7.0)


def test_version_one(groups):
    own = "12:cpu,cpuacct:/slurm\n11:memory:/slurm/job_1\n1:name=systemd:/x\n0::/\n"
    files = {
        "memory/slurm/job_1/memory.limit_in_bytes": "5000\n",
        "memory/slurm/job_1/memory.usage_in_bytes": "4000\n",
        "memory/slurm/job_1/memory.stat": "total_inactive_file 5000\n",
        "memory/memory.limit_in_bytes": NONE,
        "cpuacct/slurm/cpuacct.usage": "1\n",
        "cpuacct/cpuacct.usage": "99\n",
    }
    found = groups(own, files, first("memory", "cpuacct"))
    assert found.memory() == Memory(0, 5000)
    assert found.cpu().seconds is None  # /slurm holds other jobs, too


def test_a_quota_is_a_number_of_cpus(groups):
    files = {"a/b/cpu.max": "max 100000\n", "a/cpu.max": "50000 100000\n", "a/cpu.stat": "usage_usec 10\n"}
    assert groups("0::/a/b\n", files, unified()).cpu() == Cpu(0.5, "/a", 1e-5)


def test_a_quota_of_version_one(groups):
    files = {
        "cpu/a/cpu.cfs_quota_us": "25000\n",
        "cpu/a/cpu.cfs_period_us": "100000\n",
        "cpu/cpu.cfs_quota_us": "-1\n",
        "cpu/cpu.cfs_period_us": "100000\n",
        "cpuacct/a/cpuacct.usage": "1000000000\n",
    }
    assert groups("4:cpu,cpuacct:/a\n", files, first("cpu", "cpuacct")).cpu() == Cpu(0.25, "/a", 1.0)


def test_a_set_of_cpus(groups, monkeypatch):
    monkeypatch.setattr("jupyterlab_remote_ide.host.machine.cpu_count", lambda: 64)
    files = {
        f"{JOB}/step_0/cpuset.cpus.effective": "0-1,5\n",
        f"{JOB}/cpuset.cpus.effective": "0-1,5\n",
        f"{JOB}/cpu.stat": "usage_usec 3000000\n",
        "cpuset.cpus.effective": "0-63\n",
    }
    assert groups(f"0::/{JOB}/step_0\n", files, unified()).cpu() == Cpu(3, f"/{JOB}", 3.0)


def test_a_step_is_bound_to_less_than_its_job(groups):
    """What all of the job takes is told beside what all of it may take."""
    files = {
        f"{JOB}/step_0/cpuset.cpus.effective": "3\n",
        f"{JOB}/step_0/cpu.max": "10000 100000\n",
        f"{JOB}/cpuset.cpus.effective": "0-7\n",
        f"{JOB}/memory.max": "20000\n",
        f"{JOB}/cpu.stat": "usage_usec 3000000\n",
        "slurm/cpu.max": "600000 100000\n",
    }
    assert groups(f"0::/{JOB}/step_0\n", files, unified()).cpu() == Cpu(6, f"/{JOB}", 3.0)


def test_files_with_something_else_in_them(groups):
    files = {"a/memory.max": "4096\n", "a/memory.current": "all\n", "a/memory.stat": "inactive_file\n"}
    assert groups("0::/a\n", files, unified()).memory() == Memory(0, 4096)


def test_what_the_machine_does_not_have_is_no_limit(groups):
    found = groups("0::/a\n", {"a/memory.max": f"{2**40}\n"}, unified())
    assert (found.memory(), found.memory_limit()) == (None, None)


@pytest.mark.parametrize("own", ["0::/x\n", "garbage\n", "", "4:memory:/x\n"])
def test_no_limit(groups, own):
    found = groups(own, {"x/memory.max": "max\n", "x/cpu.max": "max 100000\n"}, unified())
    assert (found.memory(), found.memory_limit()) == (None, None)
    assert found.cpu() == Cpu(len(os.sched_getaffinity(0)))


def test_a_machine_that_tells_nothing(tmp_path):
    found = ControlGroups(tmp_path)
    assert (found.memory(), found.cpu().seconds) == (None, None)


@pytest.mark.parametrize("name", [b"Donn\xe9es", "a\u2028b".encode(), b"a\x0cb"])
def test_names_of_other_mounts_are_anything(groups, tmp_path, name):
    files = {"a/memory.max": "4096\n", "a/memory.current": "1\n"}
    groups("0::/a\n", files, unified())
    mounts = tmp_path / "proc/self/mountinfo"
    mounts.write_bytes(b"22 1 0:2 / /mnt/" + name + b" rw - nfs4 x rw\n" + mounts.read_bytes())
    assert ControlGroups(tmp_path / "proc").memory() == Memory(1, 4096)


def test_a_mount_point_with_a_space(groups, tmp_path):
    files = {"a b/memory.max": "4096\n", "a b/memory.current": "1\n"}
    found = groups("0::/\n", files, {"a\\040b": ("cgroup2 cgroup2 rw", "/")})
    assert found.memory() == Memory(1, 4096)
