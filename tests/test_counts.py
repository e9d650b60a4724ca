"""The last line of `make test` must be true: what is read from each runner's report."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

PATH = Path(__file__).resolve().parent.parent / "scripts" / "counts.py"
spec = importlib.util.spec_from_file_location("counts", PATH)
assert spec is not None and spec.loader is not None
counts = importlib.util.module_from_spec(spec)
sys.modules["counts"] = counts
spec.loader.exec_module(counts)


def test_pytest_errors_fail_and_skips_say_why(tmp_path: Path) -> None:
    report = tmp_path / "pytest.xml"
    report.write_text(
        """<testsuites><testsuite>
        <testcase name="a"/><testcase name="b"><failure/></testcase>
        <testcase name="c"><error/></testcase><testcase name="d"><failure/><error/></testcase>
        <testcase name="e"><skipped message="needs root"/></testcase>
        </testsuite></testsuites>"""
    )
    read = counts.junit(report)
    assert str(read) == "1 passed, 3 failed, 1 skipped"
    assert read.skips == {"needs root": 1}


def test_a_spec_file_that_cannot_be_read_fails(tmp_path: Path) -> None:
    report = tmp_path / "jest.json"
    facts = {"numPassedTests": 4, "numFailedTests": 1, "numRuntimeErrorTestSuites": 1}
    facts |= {"numPendingTests": 1, "numTodoTests": 0}
    tests = [{"status": "pending", "fullName": "waits"}, {"status": "passed", "fullName": "x"}]
    report.write_text(json.dumps(facts | {"testResults": [{"assertionResults": tests}]}))
    read = counts.jest(report)
    assert str(read) == "4 passed, 2 failed, 1 skipped"
    assert read.skips == {"waits": 1}


def test_playwright_that_could_not_start_fails(tmp_path: Path) -> None:
    report = tmp_path / "playwright.json"
    stats = {"expected": 0, "unexpected": 0, "flaky": 0, "skipped": 0}
    report.write_text(json.dumps({"stats": stats, "suites": [], "errors": [{"message": "no browser"}]}))
    assert str(counts.playwright(report)) == "0 passed, 1 failed, 0 skipped"


def test_playwright_counts_below_describe(tmp_path: Path) -> None:
    report = tmp_path / "playwright.json"
    stats = {"expected": 2, "unexpected": 1, "flaky": 1, "skipped": 1}
    skipped = {"status": "skipped", "annotations": [{"type": "skip", "description": "no second account"}]}
    inner = {"specs": [{"tests": [skipped]}]}
    report.write_text(json.dumps({"stats": stats, "suites": [{"specs": [], "suites": [inner]}]}))
    read = counts.playwright(report)
    assert str(read) == "3 passed, 1 failed, 1 skipped"
    assert read.skips == {"no second account": 1}
