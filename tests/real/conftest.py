"""Fixtures of the tests with real programs. See rig/ for what they give."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from rig import Account, Hub, Server, accounts
from rig.places import BIN, ROOT, missing

REAL = {
    "code-server": ("code-server",),
    "Desktop (TigerVNC, openbox)": ("vncserver", "openbox", "xterm"),
    "JupyterHub": ("jupyterhub",),
    "nginx": ("nginx", "openssl"),
    "Slurm, OpenSSH": ("slurmctld", "slurmd", "sbatch", "munged", "sshd", "ssh"),
}


def pytest_report_header() -> list[str]:
    """Which parts are real in this run: a missing one fails its tests, it never skips them silently."""
    lines = []
    for name, programs in REAL.items():
        gone = missing(*programs)
        lines.append(f"real {name}: " + (f"MISSING {', '.join(gone)}" if gone else "yes"))
    return lines


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("real")


@pytest.fixture
def account() -> Iterator[Account]:
    """An ordinary account with a home of its own. The test fails where something of it is left running."""
    with accounts("a") as [made]:
        yield made
        left = made.left()
        made.kill()
        assert not left, "still running after the test:\n" + "\n".join(left)


@pytest.fixture
def two_accounts() -> Iterator[list[Account]]:
    """Two ordinary accounts, for what one must not see of the other."""
    if os.getuid() != 0:
        pytest.skip("UNPROVEN: two accounts need root")
    with accounts("a", "b") as made:
        yield made
        left = [line for one in made for line in one.left()]
        assert not left, "still running after the test:\n" + "\n".join(left)


@pytest.fixture
def server(account: Account) -> Iterator[Server]:
    """`jupyter lab` of that account, under a prefix, with the ordinary token."""
    with Server(account, base_url="/a/b/") as running:
        yield running


@pytest.fixture
def hub(account: Account) -> Iterator[Hub]:
    """A JupyterHub at /jh/ that grants each owner the tokens of their own."""
    with Hub(account, owner_tokens=True) as running:
        yield running


@pytest.fixture
def code_server() -> Path:
    """The real code-server; a run without it fails."""
    program = BIN / "code-server"
    assert program.exists(), "code-server is missing: scripts/install-code-server.sh"
    return program


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with a wheel and an sdist, built once from these sources."""
    folder = tmp_path_factory.mktemp("dist")
    command = [ROOT / "scripts" / "build-wheel.sh", folder]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-3000:]
    return folder


@pytest.fixture(scope="session")
def wheel(dist: Path) -> Path:
    return next(dist.glob("*.whl"))


@pytest.fixture(scope="session")
def sdist(dist: Path) -> Path:
    return next(dist.glob("*.tar.gz"))
