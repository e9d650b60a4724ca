"""The printed ssh command, pasted on a laptop that reaches the login host alone, leads to its server."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest
import requests
from clients import connect, make_token
from rig import Account, Server
from rig.cluster import LOGIN, Cluster
from rig.places import VENV
from rig.server import until
from rig.slurm import Slurm

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="UNPROVEN: networks of their own need root")
TUNNEL = "remote-ide/v1/connect/tunnel"


@pytest.fixture
def cluster(account: Account) -> Iterator[Cluster]:
    with Cluster(account, "g026", "g027") as made:
        yield made


@contextlib.contextmanager
def job(cluster: Cluster, node: str, number: int, ip: str) -> Iterator[Server]:
    """A server as a job's script starts it, with the variables that Slurm sets. No Slurm runs here."""
    env = {
        "SLURM_JOB_ID": str(number),
        "SLURM_SUBMIT_HOST": LOGIN,
        "SLURMD_NODENAME": node,
        "SLURM_CLUSTER_NAME": "ci",
    }
    server = Server(cluster.account, base_url="/a/b/", ip=ip, env=env)
    with cluster.inside(node), server:
        until(lambda: "this server runs in a job" in server.log, "the log tells the tunnel")
        yield server


@contextlib.contextmanager
def pasted(cluster: Cluster, line: str, url: str) -> Iterator[None]:
    """The command runs in a shell of the laptop until the end of the block."""
    with cluster.inside("lap"):
        command = cluster.command("lap", ["sh", "-c", f"exec {line}"])
        ssh = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
        try:
            until(lambda: answers(url) or ssh.poll() is not None, "the tunnel answers")
            assert ssh.poll() is None, ssh.stderr.read().decode()
            yield
        finally:
            os.killpg(ssh.pid, signal.SIGTERM)
            ssh.communicate(timeout=20)


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).status_code < 500
    except requests.RequestException:
        return False


def told(cluster: Cluster) -> str:
    """What `jupyter remote-ide tunnel` prints on the login host."""
    asked = cluster.command("login", [VENV / "bin" / "python", "-m", "jupyterlab_remote_ide", "tunnel"])
    return subprocess.run(asked, capture_output=True, text=True, timeout=60).stdout


def line_of(text: str) -> str:
    return re.findall(r"^ +(ssh .+)$", text, re.M)[-1]


def check(cluster: Cluster, server: Server, line: str, url: str) -> None:
    """JupyterLab's status and a cell of an IDE come through that line."""
    secret = make_token(server)["secret"]
    with pasted(cluster, line, url):
        header = {"Authorization": f"token {secret}"}
        status = requests.get(f"{url}api/status", headers=header, timeout=10)
        assert status.json()["kernels"] == 0
        seen = connect(f"{url}?token={secret}")
        assert seen["ok"], seen
        assert seen["output"] == socket.gethostname()


def no_secret(cluster: Cluster, server: Server, *texts: str) -> None:
    records = [path for path in (cluster.account.home / ".local").rglob("tunnels/*")]
    assert [oct(path.stat().st_mode & 0o777) for path in records] == ["0o600"]
    rows = subprocess.check_output(["ps", "-eo", "pid,args"], text=True).splitlines()
    # The rig gives the server its token on the command line.
    others = [row for row in rows if row.split()[0] != str(server.process.pid)]
    for text in (server.log, *texts, *others, *(path.read_text() for path in records)):
        assert server.token not in text


def test_two_jobs_on_two_nodes_at_one_address(cluster: Cluster) -> None:
    """One open to the cluster, then one on its node's loopback, another port: one stored URL fits."""
    addresses = []
    for node, number, ip, form in (("g026", 41, "0.0.0.0", "through"), ("g027", 42, "127.0.0.1", "jump")):
        with job(cluster, node, number, ip) as server:
            tunnel = server.get(TUNNEL).json()
            best = tunnel["commands"][0]
            with cluster.inside("lap"):
                straight = f"http://10.67.{number - 39}.2:{server.port}/"
                assert not answers(straight), "the laptop needs no tunnel"
            assert (best["form"], tunnel["login_host_source"]) == (form, "environment")
            assert tunnel["browser_url"] == f"{tunnel['ide_url']}lab"
            text = told(cluster)
            assert line_of(server.log) == line_of(text) == best["posix"]
            assert f"Job {number} on {node}" in text
            assert ("open to the whole cluster" in text) is (ip == "0.0.0.0")
            for one in tunnel["commands"]:
                check(cluster, server, one["posix"], tunnel["ide_url"])
            addresses.append(tunnel["ide_url"])
            no_secret(cluster, server, text, str(tunnel))
        assert "No Jupyter server of yours" in told(cluster)
    assert len(set(addresses)) == 1


def test_the_block_for_ssh_config_and_a_server_that_was_killed(cluster: Cluster) -> None:
    with job(cluster, "g026", 43, "127.0.0.1") as server:
        tunnel = server.get(TUNNEL).json()
        block = tunnel["commands"][0]["ssh_config"]
        cluster.account.write(".ssh/config", f"StrictHostKeyChecking accept-new\n{block}")
        check(cluster, server, "ssh -N jupyter-ci", tunnel["ide_url"])
        server.process.kill()
        server.process.wait()
        (record,) = (cluster.account.home / ".local").rglob("tunnels/*.json")
        assert "cannot be seen from here" in told(cluster)
        os.utime(record, (1, time.time() - 1200))  # its last sign of life
        text = told(cluster)
        assert "Job 43 on g026" in text and "has ended" in text and "ssh " not in text


SCRIPT = """#!/bin/bash
#SBATCH --output={home}/job-%j.out
exec {python} -m jupyter lab --no-browser --ip 0.0.0.0 --port 0 --notebook-dir {home}
"""


def test_from_sbatch_to_jupyterlab_with_one_paste(cluster: Cluster) -> None:
    account = cluster.account
    account.home.chmod(0o755)
    script = account.write("job.sh", SCRIPT.format(home=account.home, python=VENV / "bin" / "python"))
    with Slurm(cluster, "g026", "10.67.2.2") as slurm:
        number = slurm.run("sbatch", "--parsable", script)
        log = account.home / f"job-{number}.out"
        until(
            lambda: log.exists() and "this server runs in a job" in log.read_text(), "the job's server runs"
        )
        text = told(cluster)
        assert f"Job {number} on g026" in text
        line, address = line_of(text), re.findall(r"^ +(http\S+)$", text, re.M)[-1]
        assert line_of(log.read_text()) == line
        assert f"{LOGIN} is where the job was submitted" in text
        assert "others can read this log" in log.read_text()
        token = re.findall(r"token=(\w+)", log.read_text())[-1]  # Jupyter's own line, not ours
        with pasted(cluster, line, address):
            header = {"Authorization": f"token {token}"}
            page = requests.get(address, headers=header, timeout=20)
            assert "jupyter-config-data" in page.text
            again = subprocess.run(cluster.command("lap", line.split()), capture_output=True, timeout=20)
            assert again.returncode == 255 and b"Address already in use" in again.stderr
        (record,) = (account.home / ".local").rglob("tunnels/*.json")
        assert token not in text + record.read_text()
        slurm.end_jobs()
        account.kill()
        assert "ssh " not in told(cluster)
