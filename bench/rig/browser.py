"""Chromium through Playwright: a Node process that plays the scenes of ``bench/browser``."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from types import TracebackType
from typing import Any

from .places import ROOT


class Browser:
    """One Chromium; every session is a browser context of its own, as fresh as a new profile."""

    def __init__(self) -> None:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
        if not chromium:
            raise SystemExit("bench: Chromium was not found (apt-get install chromium, or set CHROMIUM)")
        self.executable = chromium
        self._process = subprocess.Popen(
            ["node", ROOT / "bench" / "browser" / "bridge.mjs", chromium],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.version: str = self._answer()["version"]

    def play(self, scene: str, **options: Any) -> Any:
        """Runs ``<file>.<function>`` of ``bench/browser``; what it returns."""
        assert self._process.stdin is not None
        print(json.dumps({"scene": scene, "options": options}), file=self._process.stdin, flush=True)
        return self._answer()

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the browser's process has ended")
        answer = json.loads(line)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["result"]
