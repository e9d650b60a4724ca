"""Prints the table from ``bench/results/*.json`` alone; nothing is measured here."""

from __future__ import annotations

import argparse
import importlib
import json
from typing import Any

from rig.places import RESULTS
from rig.table import Row, markdown

# Name of the result and the module that measures and words it, in the order of the table.
BENCHES = {
    "page_latency": "page_latency",
    "scan": "scan_rows",
    "slow_start": "slow_start",
    "code_server": "code_server",
    "crash_loop": "crash_loop",
    "lab_start": "lab_start",
    "traffic": "traffic",
    "usage": "usage",
    "hub_tokens": "hub_tokens",
    "actions": "actions",
    "load": "load",
    "proxied": "proxied",
    "streams": "streams",
    "stall": "stall",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="which; all without a name")
    chosen = parser.parse_args().names or BENCHES
    found: list[Row] = []
    facts: list[str] = []
    for name in chosen:
        path = RESULTS / f"{name}.json"
        if not path.exists():
            facts.append(f"{name}: not measured yet")
            continue
        result: dict[str, Any] = json.loads(path.read_text())
        found += importlib.import_module(BENCHES[name]).rows(result)
        facts.append(_facts(result))
    print(markdown(found))
    print()
    print("\n".join(facts))


def _facts(result: dict[str, Any]) -> str:
    machine = result["machine"]
    quick = ", a quick look and no result" if result["quick"] else ""
    failures = len(result["failures"])
    broken = f", {failures} samples broke and were taken again" if failures else ""
    return (
        f"{result['name']}: {result['date'][:16].replace('T', ' ')} UTC, {result['commit']}, "
        f"{machine['cores']} cores, Linux {machine['kernel']}, Python {machine['python']}, "
        f"load {machine['load_at_start']} at its start{broken}{quick}"
    )


if __name__ == "__main__":
    main()
