from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def only_these_features(monkeypatch):
    monkeypatch.setattr("jupyterlab_remote_ide.app.FEATURES", ("apitokens", "session"))
    for name in (
        "SLURM_JOB_ID",
        "SLURM_JOB_NAME",
        "SLURM_JOB_START_TIME",
        "SLURM_JOB_END_TIME",
        "REMOTE_IDE_START_TIME",
        "REMOTE_IDE_END_TIME",
    ):
        monkeypatch.delenv(name, raising=False)
