"""What a public forge runs is what stands here."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
FILES = (ROOT / ".github/workflows").glob("*.yml")
WORKFLOWS = {path.name: yaml.safe_load(path.read_text()) for path in FILES}


def test_each_supported_python_is_tested():
    supported = re.findall(r":: (3\.\d+)\"", (ROOT / "pyproject.toml").read_text())
    assert WORKFLOWS["ci.yml"]["jobs"]["python"]["strategy"]["matrix"]["python"] == supported


def test_each_command_is_one_of_ours():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    steps = [step for flow in WORKFLOWS.values() for job in flow["jobs"].values() for step in job["steps"]]
    called = {word for step in steps for word in re.findall(r"\bmake ([a-z-]+)", step.get("run", ""))}
    assert called == {"check", "test"}
    assert called <= targets
    paths = {word for step in steps for word in re.findall(r"\btests/[\w./]+", step.get("run", ""))}
    assert paths
    assert not [path for path in paths if not (ROOT / path).exists()]
