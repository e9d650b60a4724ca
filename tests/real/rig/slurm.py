"""A real Slurm with one compute node of a `Cluster`, which jobs are sent to from its login host."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .cluster import Cluster
from .server import until

_CONFIG = """\
ClusterName=ci
SlurmctldHost={node}({address})
SlurmctldPort=26817
SlurmdPort=26818
SlurmUser=slurm
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket
StateSaveLocation={folder}/slurm
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurm/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
ReturnToService=2
KillWait=5
NodeName={node} NodeAddr={address} CPUs=1 RealMemory=500 State=UNKNOWN
PartitionName=debug Nodes={node} Default=YES MaxTime=60 DefaultTime=10 State=UP
"""


class Slurm:
    """``with Slurm(cluster, "g026", "10.67.2.2") as slurm: slurm.run("sbatch", script)``"""

    def __init__(self, cluster: Cluster, node: str, address: str) -> None:
        self.cluster = cluster
        self.node = node
        self.address = address
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Slurm:
        with contextlib.ExitStack() as stack:
            self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            self._folder.chmod(0o755)
            self._munge(stack)
            for name in ("slurm", "spool"):
                (self._folder / name).mkdir()
            shutil.chown(self._folder / "slurm", "slurm", "slurm")
            self.config = self._folder / "slurm.conf"
            text = _CONFIG.format(node=self.node, address=self.address, folder=self._folder)
            self.config.write_text(text)
            for daemon in ("slurmctld", "slurmd"):  # which want the control groups in /sys
                command = [daemon, "-D", "-f", self.config]
                self._start(stack, self.cluster.at(self.node, command, own_hosts=False))
            until(lambda: self.run("sinfo", "-h", "-o", "%T") == "idle", "Slurm's node is idle")
            stack.callback(self.end_jobs)  # else the steps of each outlive the daemons
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def run(self, *command: str | Path) -> str:
        """A command of Slurm on the login host, as the account; empty where it fails."""
        env = {"SLURM_CONF": str(self.config)}
        asked = self.cluster.command("login", command, env)
        return subprocess.run(asked, capture_output=True, text=True, timeout=60).stdout.strip()

    def end_jobs(self) -> None:
        self.run("scancel", f"--user={self.cluster.account.name}")
        until(lambda: not self.run("squeue", "-h"), "all jobs end")

    def _munge(self, stack: contextlib.ExitStack) -> None:
        folder = self._folder / "munge"
        folder.mkdir(mode=0o755)
        (folder / "key").write_bytes(os.urandom(1024))
        (folder / "key").chmod(0o400)
        for path in (folder, folder / "key"):
            shutil.chown(path, "munge", "munge")
        names = ("socket", "key-file", "pid-file", "log-file", "seed-file")
        options = [f"--{name}={folder / name.removesuffix('-file')}" for name in names]
        self._start(
            stack, ["setpriv", "--reuid=munge", "--regid=munge", "--clear-groups", "munged", "-F", *options]
        )
        until((folder / "socket").exists, "munge listens")

    def _start(self, stack: contextlib.ExitStack, command: Sequence[str]) -> None:
        """A daemon that ends with the block; what it says is kept for nobody."""
        env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
        daemon = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        stack.callback(daemon.wait, 20)
        stack.callback(daemon.terminate)
