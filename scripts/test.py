"""Runs the checks and the tests, each to its end, and sums them up in one line.

    .venv/bin/python scripts/test.py check|all|<suite> ...

What `check` runs in pairs; other Pythons three at a time; the rest one after the other. A check (lint, types,
a build) is one test. Logs are in .cache/test. The last line is
`N passed, N failed, N skipped`; the exit status is 1 where something failed.
"""

from __future__ import annotations

import argparse
import functools
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from counts import Counts, jest, junit, playwright

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / ".cache" / "test"
PYTHON = ".venv/bin/python"
PLAYWRIGHT = ["npx", "playwright", "test", "--config", "ui-tests/playwright.config.ts", "--project"]


# What the suites beside it listen on is then neither found nor in its way.
OWN_NETWORK = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]


@dataclass
class Suite:
    """``report`` reads the counts from what ``command`` wrote; without one the suite counts as one test.

    ``missing``: the reason for a skip where there is no such program.
    ``alone``: in a network of its own, where that may be had (root, with iproute2).
    """

    name: str
    command: list[str]
    timeout: float = 300
    report: Callable[[Path], Counts] | None = None
    env: dict[str, str] = field(default_factory=dict)
    alone: bool = False
    missing: str | None = None

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
    return Suite(name, command, timeout, junit, env or {}, alone=True)


def browser(name: str, timeout: float) -> Suite:
    env = {"PLAYWRIGHT_JSON_OUTPUT_FILE": str(OUT / f"{name}.result")}
    return Suite(name, [*PLAYWRIGHT, name], timeout, playwright, env)


# Real servers ended by every signal: a minute, and no part of the quick loop.
ORPHANS = "tests/apps/test_orphans.py"
# It reads the sources, which are the same for every Python.
ARROWS = "tests/test_arrows.py"
# Long, and of their own kind: what works under jupyter-server-proxy alone, and many starts.
CONFIGURATIONS = ("tests/real/test_configurations.py", "tests/real/test_500_starts.py")
# Hubs, portals and nodes with their users: mostly waiting, and nothing from the network.
SITES = sorted(
    str(path.relative_to(ROOT))
    for kind in ("doctor", "hub", "kernels", "nginx", "node", "portal", "recipes", "tunnel")
    for path in (ROOT / "tests/real").glob(f"test_{kind}*.py")
)
CHECK = [
    # Mostly waiting: the two go side by side.
    pytest("pytest-apps", "tests/apps", f"--ignore={ORPHANS}", timeout=300),
    pytest("pytest", "tests", "--ignore=tests/real", "--ignore=tests/apps", timeout=300),
    Suite("types", ["npx", "tsc", "--noEmit", "-p", "tsconfig.test.json"]),
    Suite("replies", ["npm", "run", "--silent", "check:replies"]),
    Suite("eslint", ["npx", "eslint", "."]),
    Suite("arrows", ["npm", "run", "--silent", "lint:arrows"]),
    Suite("stylelint", ["npx", "stylelint", "src/**/*.css"]),
    Suite("prettier", ["npx", "prettier", "--check", "."]),
    Suite("ruff", [PYTHON, "-m", "ruff", "check", "."]),
    Suite("ruff-format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
    Suite("mypy", [PYTHON, "-m", "mypy"]),
    Suite("jest", ["npx", "jest", "--json", f"--outputFile={OUT / 'jest.result'}"], 300, jest),
]


def other_python(version: str) -> Suite:
    """The unit tests on another Python, made by scripts/pythons.sh where this machine has it."""
    return replace(
        pytest(
            f"python{version}",
            *("-p", "no:cacheprovider", "tests", "--ignore=tests/real"),
            *(f"--ignore={ORPHANS}", f"--ignore={ARROWS}"),
            *("-m", "not second_account"),
            python=f".cache/envs/python{version}/bin/python",
            env={"PYTHONPATH": str(ROOT)},
            timeout=900,
        ),
        missing=f"UNPROVEN: no Python {version} on this machine",
    )


# Those that pyproject.toml names, but the one of all other tests.
OURS = f"{sys.version_info[0]}.{sys.version_info[1]}"
PYTHONS = set(re.findall(r":: (3\.\d+)\"", (ROOT / "pyproject.toml").read_text())) - {OURS}
ALL = [
    Suite("build", ["npm", "run", "--silent", "build"]),
    *CHECK,
    # The longest of those that go side by side first.
    pytest("sites", *SITES, timeout=1800),
    *(other_python(version) for version in sorted(PYTHONS)),
    pytest(
        "jupyter-server-proxy-4.4",
        *("-p", "no:cacheprovider", "tests/apps/contract"),
        python=".cache/envs/jsp44/bin/python",
        env={"PYTHONPATH": str(ROOT)},
        timeout=300,
    ),
    Suite("without-ports", [PYTHON, "scripts/without.py", "ports"], 900, alone=True),
    # Nothing beside those: some deadlines are promises. The real tests install packages from the network.
    replace(pytest("orphans", ORPHANS, timeout=300), alone=False),
    replace(
        pytest("real", "tests/real", *(f"--ignore={one}" for one in (*CONFIGURATIONS, *SITES)), timeout=2400),
        alone=False,
    ),
    # Each of its servers has a network of its own; those of the hub and of its proxy are this machine's.
    replace(pytest("configurations", *CONFIGURATIONS, timeout=1800), alone=False),
    browser("galata", 600),
    browser("hub", 2400),
]


@functools.cache
def has_own_network() -> bool:
    return (
        bool(shutil.which("unshare"))
        and not subprocess.run([*OWN_NETWORK, "true"], stderr=subprocess.DEVNULL).returncode
    )


def run(suite: Suite) -> Counts:
    if suite.missing and not (ROOT / suite.command[0]).exists():
        return Counts(skipped=1, skips=Counter([suite.missing]))
    begin = time.monotonic()
    say(f"      {suite.name} …")
    suite.result.unlink(missing_ok=True)
    # Nothing of the caller's place in a hub or of an IDE's terminal, and no colours in the logs.
    env = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "VSCODE_")) and k != "PORT"}
    env |= {"NO_COLOR": "1", "npm_config_loglevel": "error", **suite.env}
    note = ""
    with suite.log.open("wb") as log:
        process = subprocess.Popen(
            [*OWN_NETWORK, *suite.command] if suite.alone and has_own_network() else suite.command,
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


def say(*lines: str) -> None:
    """In one piece: two suites may have something to say at once."""
    sys.stdout.write("\n".join([*lines, ""]))
    sys.stdout.flush()


def tell(place: str, suite: Suite, counts: Counts) -> None:
    lines = [f"{place} {suite.name}: {counts} {counts.note}"]
    lines += [f"      skipped {times}: {reason}" for reason, times in counts.skips.items()]
    if counts.failed:
        tail = suite.log.read_text(errors="replace").splitlines()[-40:]
        lines += [f"      {line}" for line in tail] + [f"      the whole log: {suite.log}"]
    say(*lines)


def at_once(suite: Suite) -> int:
    """How many of its kind run beside one another: tests with a network of their own mostly wait."""
    if suite in CHECK:
        return 2
    return 3 if suite.alone and has_own_network() else 1


def in_turn(suites: list[Suite]) -> Iterator[tuple[Suite, Counts]]:
    """Each suite with its counts, as they end."""
    for number, group in groupby(suites, at_once):
        with ThreadPoolExecutor(number) as pool:
            try:
                tasks = {pool.submit(run, suite): suite for suite in group}
                yield from ((tasks[task], task.result()) for task in as_completed(tasks))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                for process in RUNNING:
                    if process.poll() is None:  # the number of one that ended may be somebody else's by now
                        end(process)
                raise


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
    for number, (suite, counts) in enumerate(in_turn(chosen), 1):
        tell(f"[{number}/{len(chosen)}]", suite, counts)
        total += counts
    say(str(total))
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
