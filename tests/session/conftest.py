from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def only_these_nouns(monkeypatch):
    monkeypatch.setattr("jupyterlab_remote_ide.app.PLUGINS", ("apitokens", "session"))
    for name in ("SLURM_JOB_ID", "SLURM_JOB_NAME", "SLURM_JOB_END_TIME", "REMOTE_IDE_END_TIME"):
        monkeypatch.delenv(name, raising=False)
