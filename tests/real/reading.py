"""What a person reads on a page of ours: its words are in its script, which Node runs here."""

from __future__ import annotations

import atexit
import json
import re
import subprocess
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

_DATA = re.compile(r'(?s)<script id="remote-ide-data" type="application/json">(.*?)</script>')
_LOCK = threading.Lock()


def data_of(page: str) -> Any:
    """What the page was made of (see ``Pages``); ``None`` where it is no page of ours."""
    found = _DATA.search(page)
    return json.loads(found[1])["page"] if found else None


def words_of(page: str) -> str:
    """The sentence on it, in English."""
    with _LOCK:
        reader = _reader()
        assert reader.stdin and reader.stdout
        reader.stdin.write(json.dumps({"html": page}) + "\n")
        reader.stdin.flush()
        line = reader.stdout.readline()
    assert line, "the reader has ended: was the frontend built?"
    return str(json.loads(line))


@lru_cache(1)
def _reader() -> subprocess.Popen[str]:
    program = Path(__file__).with_name("reading.mjs")
    reader = subprocess.Popen(["node", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(reader.kill)
    return reader
