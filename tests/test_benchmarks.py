"""The figures in the documentation are the measured ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_documented_table_is_printed_from_the_results():
    table = subprocess.run(
        [sys.executable, ROOT / "bench" / "table.py"], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    document = (ROOT / "docs" / "developers" / "benchmarks.md").read_text()
    missing = [line for line in table.splitlines() if line not in document]
    assert not missing, "put the output of bench/table.py into docs/developers/benchmarks.md"
