from __future__ import annotations

import os

import pytest

from jupyterlab_remote_ide.host.tunnel import Place


@pytest.fixture(autouse=True)
def this_feature_outside_a_job(monkeypatch, tmp_path):
    monkeypatch.setattr("jupyterlab_remote_ide.app.FEATURES", ("connect", "session"))
    for name in list(os.environ):
        if name.startswith(("SLURM", "PBS_", "LSB_", "SGE_", "JOB_ID", "SSH_", "JUPYTERHUB_")):
            monkeypatch.delenv(name)


@pytest.fixture
def place():
    """``place(**changes)``: the one of the example in rest-api.yml."""

    def inner(**changes):
        return Place(
            **{
                "user": "ann",
                "node": "node042",
                "target": "127.0.0.1",
                "port": 8888,
                "scheme": "http",
                "reach": "loopback",
                "login_host": "login.cluster.example",
                "login_source": "configuration",
                "direct": False,
                "cluster": "cluster",
                "system": "slurm",
                "job": "4242",
            }
            | changes
        )

    return inner
