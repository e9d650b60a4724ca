"""Writes docs/operators/never-worse.md from what tests/real/test_configurations.py saw last, and prints it.

.venv/bin/python scripts/test.py configurations; .venv/bin/python scripts/never-worse.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "real"))

import neverworse  # noqa: E402
import shapes  # noqa: E402

SEEN = ROOT / ".cache" / "test" / "configurations" / "seen.json"


def main() -> int:
    if not SEEN.exists():
        print("Nothing was seen yet: .venv/bin/python scripts/test.py configurations", file=sys.stderr)
        return 1
    looks, all_shapes = json.loads(SEEN.read_text()), shapes.all_shapes()
    neverworse.PAGE.write_text(neverworse.page(all_shapes, looks))
    print(neverworse.plain_table(all_shapes, looks))
    return 0


if __name__ == "__main__":
    sys.exit(main())
