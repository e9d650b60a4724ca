"""Opens configurations as a person does, under one jupyter-server-proxy and base URL; writes what was seen.

    python tests/real/cell.py OUT.json --venv .cache/envs/jsp46 [--ours] [--base-url /a/] [--only NAME ...]

As root it runs in a network of its own (see test_configurations.py), where nobody else has its ports.
Verdicts: `served` (the real page), `sentence` (our page says why not), `error` (anything else).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import shapes
from driver import V1
from opening import Person, Seen
from rig import Server, accounts
from rig.places import ROOT
from shapes import Shape
from sites import Site, toolbox

AT_ONCE = {"together": 8, "rough": 8, "real": 4}


def run(venv: Path, ours: bool, base_url: str, chosen: Sequence[Shape]) -> dict[str, Any]:
    """All of them under one server, the rough ones under another, and each that is `alone` by itself."""
    root = os.getuid() == 0
    seen: list[Seen] = []
    facts: dict[str, Any] = {}
    with contextlib.ExitStack() as stack:
        made = stack.enter_context(accounts("a", "b") if root else accounts("a"))
        other = made[1] if root else None
        site = Site(made[0], other, stack.enter_context(toolbox(made[0], other)), venv, ours)
        unproven = [one.name for one in chosen if one.needs_root and not root]
        chosen = [one for one in chosen if one.name not in unproven]
        for shape in chosen:
            site.prepare(shape)
        # The loud ones beside the others; the real ones, which are large, after them.
        groups = {name: [one for one in chosen if one.server == name] for name in ("together", "rough")}
        groups |= {one.name: [one] for one in chosen if one.server == "alone"}
        small = [_Group(site, base_url, name, group) for name, group in groups.items() if group]
        real = [_Group(site, base_url, "real", [one for one in chosen if one.server == "real"])]
        begin, times = time.monotonic(), []
        for some in (small, real if real[0].shapes else []):
            with ThreadPoolExecutor(10) as pool:
                for found in pool.map(_Group.look, some):
                    seen += found
            times.append(round(time.monotonic() - begin))
        facts["seconds"] = times
        facts["logs"] = {one.name: one.log for one in [*small, *real]}
        facts["slow to end"] = [one.name for one in [*small, *real] if one.slow_to_end]
        site.end_by_hand()
        facts["left"] = site.account.left(within=2)
        site.account.kill()
        for folder in Path(tempfile.gettempdir()).glob("jupyter-server-proxy-*"):  # stock never removes them
            with contextlib.suppress(FileNotFoundError):  # another cell has just removed its own
                if folder.stat().st_uid == site.account.uid:
                    shutil.rmtree(folder, ignore_errors=True)
    return {"seen": [asdict(one) for one in seen], "facts": facts, "unproven": unproven}


def _end_of(file: Path, size: int = 1_000_000) -> str:
    """Of a log that a flood has gone into."""
    if not file.exists():
        return ""
    with file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - size))
        return opened.read().decode(errors="replace")


class _Group:
    """Shapes that share a server."""

    def __init__(self, site: Site, base_url: str, name: str, group: Sequence[Shape]) -> None:
        self._site, self._base_url, self.name, self.shapes = site, base_url, name, group
        self.slow_to_end = ""
        self.log = ""

    def look(self) -> list[Seen]:
        server = self._site.server(self.name, self.shapes, self._base_url)
        try:
            return self._look(server)
        except Exception as error:  # of one server: the others are looked at all the same
            self.log = _end_of(server.log_file)
            words = f"{type(error).__name__}: {error}"
            return [Seen(one.name, words=words[:300], log=self.log[-2000:]) for one in self.shapes]

    def _look(self, server: Server) -> list[Seen]:
        slots = threading.Semaphore(AT_ONCE.get(self.name, 1))
        with contextlib.ExitStack() as stack:
            stack.callback(self._end, server)
            server.start()
            apps = server.get(f"{V1}/apps").status_code
            assert apps == (200 if self._site.ours else 404), f"GET {V1}/apps is a {apps}"
            pool = stack.enter_context(ThreadPoolExecutor(len(self.shapes)))
            people = [Person(server, one, self._site.ours, slots) for one in self.shapes]
            try:
                return list(pool.map(Person.look, people))
            finally:
                self.log = _end_of(server.log_file)

    def _end(self, server: Server) -> None:
        try:
            server.stop()
        except AssertionError as error:
            self.slow_to_end = str(error)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--venv", type=Path, required=True)
    parser.add_argument("--ours", action="store_true")
    parser.add_argument("--base-url", default="/")
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--without", default="", help="one kind of SERVER")
    asked = parser.parse_args()
    wanted: Mapping[str, Shape] = {one.name: one for one in shapes.all_shapes()}
    chosen = [wanted[name] for name in asked.only] if asked.only else list(wanted.values())
    chosen = [one for one in chosen if one.server != asked.without]
    result = run((ROOT / asked.venv).absolute(), asked.ours, asked.base_url, chosen)
    for name, log in result["facts"].pop("logs").items():
        asked.out.with_name(f"{asked.out.stem}-{name}.log").write_text(log)
    asked.out.write_text(json.dumps(result, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
