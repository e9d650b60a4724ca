"""Runs the benchmarks and prints the table:  python bench/run.py [--quick] [--samples N] [names…]"""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys
import time
from pathlib import Path

from rig.envs import say
from rig.options import Options
from rig.places import ROOT
from table import BENCHES


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which of {', '.join(BENCHES)}; all without a name")
    parser.add_argument("--samples", type=int, help="how many of each side, instead of the usual number")
    parser.add_argument("--quick", action="store_true", help="few samples and short times: a look, no result")
    args = parser.parse_args()
    unknown = set(args.names) - BENCHES.keys()
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    options = Options(args.samples, args.quick)
    failed = []
    for name in args.names or BENCHES:
        began = time.monotonic()
        say(f"{name} …")
        try:
            importlib.import_module(BENCHES[name]).measure(options)
        except Exception as error:  # the others are still worth measuring
            failed.append(name)
            say(f"{name} could not be measured: {type(error).__name__}: {error}")
        else:
            say(f"{name} took {time.monotonic() - began:.0f} s")
    subprocess.run([sys.executable, Path(__file__).with_name("table.py"), *args.names], cwd=ROOT, check=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
