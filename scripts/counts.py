"""What the test runners report, read into one shape."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Counts:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    skips: Counter[str] = field(default_factory=Counter)
    note: str = ""

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.skips + other.skips,
        )


def junit(path: Path) -> Counts:
    """pytest's --junitxml. An error beside a failure of the same test counts once."""
    counts = Counts()
    for case in ET.parse(path).getroot().iter("testcase"):
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            counts.failed += 1
        elif skipped is not None:
            counts.skipped += 1
            counts.skips[skipped.get("message") or "no reason"] += 1
        else:
            counts.passed += 1
    return counts


def jest(path: Path) -> Counts:
    """jest's --json. A file that could not be run has no tests to count: it counts as one."""
    report = json.loads(path.read_text())
    counts = Counts(
        report["numPassedTests"],
        report["numFailedTests"] + report["numRuntimeErrorTestSuites"],
        report["numPendingTests"] + report["numTodoTests"],
    )
    for suite in report["testResults"]:
        for test in suite["assertionResults"]:
            if test["status"] in ("pending", "todo", "skipped", "disabled"):
                counts.skips[test["fullName"]] += 1
    return counts


def playwright(path: Path) -> Counts:
    """Playwright's JSON reporter. A flaky test passed in the end."""
    report = json.loads(path.read_text())
    stats = report["stats"]
    counts = Counts(stats["expected"] + stats["flaky"], stats["unexpected"], stats["skipped"])
    if report.get("errors") and not counts.failed:
        counts.failed = len(report["errors"])
    for test in _tests(report["suites"]):
        if test["status"] == "skipped":
            reasons = [note.get("description") or "no reason" for note in test["annotations"]]
            counts.skips[reasons[0] if reasons else "no reason"] += 1
    return counts


def _tests(suites: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for suite in suites:
        for spec in suite.get("specs", []):
            yield from spec["tests"]
        yield from _tests(suite.get("suites", []))
