"""Runs the checks and the tests, each to its end, and sums them up in one line.

    .venv/bin/python scripts/test.py check|all|<suite> ...

One after the other; for `check` two at a time, as its tests mostly wait. A check (lint, types, a build) is
one test. Logs are in .cache/test. The last line is
`N passed, N failed, N skipped`; the exit status is 1 where something failed.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from counts import Counts, jest, junit, playwright

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / ".cache" / "test"
PYTHON = ".venv/bin/python"
PLAYWRIGHT = ["npx", "playwright", "test", "--config", "ui-tests/playwright.config.ts", "--project"]


@dataclass
class Suite:
    """``report`` reads the counts from what ``command`` wrote; without one the suite counts as one test."""

    name: str
    command: list[str]
    timeout: float = 300
    report: Callable[[Path], Counts] | None = None
    env: dict[str, str] = field(default_factory=dict)

    @property
    def result(self) -> Path:
        return OUT / f"{self.name}.result"

    @property
    def log(self) -> Path:
        return OUT / f"{self.name}.log"


def pytest(
    name: str, *paths: str, timeout: float, python: str = PYTHON, env: dict[str, str] | None = None
) -> Suite:
    command = [python, "-m", "pytest", *paths, f"--junitxml={OUT / name}.result"]
    return Suite(name, command, timeout, junit, env or {})


def browser(name: str, timeout: float) -> Suite:
    env = {"PLAYWRIGHT_JSON_OUTPUT_FILE": str(OUT / f"{name}.result")}
    return Suite(name, [*PLAYWRIGHT, name], timeout, playwright, env)


# Real servers ended by every signal: a minute, and no part of the quick loop.
ORPHANS = "tests/apps/test_orphans.py"
CHECK = [
    # Mostly waiting: the two go side by side.
    pytest("pytest-apps", "tests/apps", f"--ignore={ORPHANS}", timeout=300),
    pytest("pytest", "tests", "--ignore=tests/real", "--ignore=tests/apps", timeout=300),
    Suite("types", ["npx", "tsc", "--noEmit", "-p", "tsconfig.test.json"]),
    Suite("eslint", ["npx", "eslint", "."]),
    Suite("layers", ["node", "scripts/check-layers.mjs"]),
    Suite("stylelint", ["npx", "stylelint", "style/**/*.css"]),
    Suite("prettier", ["npx", "prettier", "--check", "."]),
    Suite("ruff", [PYTHON, "-m", "ruff", "check", "."]),
    Suite("ruff-format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
    Suite("mypy", [PYTHON, "-m", "mypy"]),
    Suite("jest", ["npx", "jest", "--json", f"--outputFile={OUT / 'jest.result'}"], 300, jest),
]
ALL = [
    Suite("build", ["npm", "run", "--silent", "build"]),
    *CHECK,
    pytest(
        "jupyter-server-proxy-4.4",
        *("-p", "no:cacheprovider", "tests/apps/contract"),
        python=".cache/envs/jsp44/bin/python",
        env={"PYTHONPATH": str(ROOT)},
        timeout=180,
    ),
    pytest("orphans", ORPHANS, timeout=300),
    pytest("real", "tests/real", timeout=2400),
    browser("galata", 600),
    browser("hub", 1200),
]


def run(suite: Suite) -> Counts:
    begin = time.monotonic()
    print(f"      {suite.name} …", flush=True)
    suite.result.unlink(missing_ok=True)
    # Nothing of the caller's place in a hub or of an IDE's terminal, and no colours in the logs.
    env = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "VSCODE_")) and k != "PORT"}
    env |= {"NO_COLOR": "1", "npm_config_loglevel": "error", **suite.env}
    note = ""
    with suite.log.open("wb") as log:
        process = subprocess.Popen(
            suite.command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        RUNNING.append(process)
        try:
            status = process.wait(suite.timeout)
        except subprocess.TimeoutExpired:
            end(process)
            status, note = 1, f"ended after {suite.timeout:.0f} s"
    counts = Counts(passed=int(status == 0), failed=int(status != 0))
    if suite.report is not None and suite.result.exists():
        counts = suite.report(suite.result)
        if status and not counts.failed:
            counts.failed, note = 1, note or f"ended with {status} though no test failed"
    counts.note = f"({time.monotonic() - begin:.0f} s)" + (f", {note}" if note else "")
    return counts


# What an interrupt must end: each is a session of its own.
RUNNING: list[subprocess.Popen[bytes]] = []


def end(process: subprocess.Popen[bytes]) -> None:
    """Politely first: the tests then end their servers and remove their accounts."""
    for how, patience in ((signal.SIGINT, 20), (signal.SIGTERM, 10), (signal.SIGKILL, 10)):
        try:
            os.killpg(process.pid, how)
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
        except ProcessLookupError:
            process.wait()
        return


def tell(suite: Suite, counts: Counts) -> None:
    print(f"{suite.name}: {counts} {counts.note}")
    for reason, times in counts.skips.items():
        print(f"      skipped {times}: {reason}")
    if counts.failed:
        tail = suite.log.read_text(errors="replace").splitlines()[-40:]
        print("\n".join(f"      {line}" for line in tail))
        print(f"      the whole log: {suite.log}")
    sys.stdout.flush()


def main() -> int:
    names = [suite.name for suite in ALL]
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="+", choices=["check", "all", *names], metavar="check|all|suite")
    what = parser.parse_args().what
    chosen = ALL if "all" in what else [s for s in ALL if s.name in what or ("check" in what and s in CHECK)]
    OUT.mkdir(parents=True, exist_ok=True)
    total = Counts()
    with ThreadPoolExecutor(2) as pool:
        tasks = {pool.submit(run, suite): suite for suite in (chosen if what == ["check"] else ())}
        by_turns = ((tasks[task], task.result()) for task in as_completed(tasks))
        one_by_one = ((suite, run(suite)) for suite in chosen)
        try:
            for number, (suite, counts) in enumerate(by_turns if tasks else one_by_one, 1):
                print(f"[{number}/{len(chosen)}] ", end="")
                tell(suite, counts)
                total += counts
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in RUNNING:
                if process.poll() is None:  # the number of one that ended may be somebody else's by now
                    end(process)
            raise
    print(total, flush=True)
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
