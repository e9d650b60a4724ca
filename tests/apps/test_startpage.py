"""The sentences of the start page: their facts, and that the page's script says the same."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from jupyterlab_remote_ide.apps import startpage
from jupyterlab_remote_ide.apps.startpage import SENTENCES, sentence

HTML = Path(startpage.__file__).with_name("startpage.html").read_text()
DETAILS = [
    None,
    {},
    {"address": "19999", "pid": 4711, "program": "python3"},
    {"address": "/a/{pid}.sock", "pid": None, "program": ""},
    {"address": "80", "account": "bob", "fixed": True},
    {"address": "80", "account": None, "fixed": False},
    {"pids": "1 2", "account": "root", "seen": True},
    {"pids": "1", "account": None, "seen": False},
    {"port": 0, "expected": 45123},
    {"location": "https://a.example:443", "status": 500, "message": "Exec format error"},
    {"interpreter": "/opt/$&/py", "folder": "/home/x"},
]
CASES = [(*key.split("/"), detail) for key in SENTENCES if "/" in key for detail in DETAILS]


@pytest.mark.parametrize("key", SENTENCES)
def test_every_reason_has_a_sentence_that_needs_no_fact(key):
    found = sentence(*(*key.split("/"), None)[:2])
    assert found
    assert "{" not in found


@pytest.mark.parametrize(
    ("state", "reason", "detail", "words"),
    [
        (
            "failed",
            "port-taken",
            DETAILS[2],
            "Port 19999 is used by python3 (pid 4711). This app needs it for itself.",
        ),
        (
            "failed",
            "port-taken",
            DETAILS[3],
            "The socket /a/{pid}.sock is used by another program. This app needs it for itself.",
        ),
        (
            "failed",
            "other-user-on-port",
            DETAILS[4],
            "Another account (bob) uses port 80; nothing was sent to it. "
            "The app is set to this address: ask your administrator.",
        ),
        (
            "unhealthy",
            "other-user-on-port",
            DETAILS[5],
            "Another account uses port 80; nothing was sent to it. "
            "Started again, the app takes another port.",
        ),
        ("failed", "not-ended", DETAILS[6], "It could not be ended: pid 1 2 of the account root still runs."),
        ("failed", "not-ended", DETAILS[7], "Perhaps it still runs: this server cannot see its processes."),
        (
            "unhealthy",
            "answers-5xx",
            DETAILS[9],
            "It runs, but answers with an error (500). The log may say why.",
        ),
        ("failed", "of-a-newer-server", None, "It could not be started. The log may say why."),
        ("of-a-newer-server", None, None, ""),
    ],
)
def test_facts_stand_in_the_sentence(state, reason, detail, words):
    assert sentence(state, reason, detail) == words


def test_the_script_of_the_page_says_the_same():
    node = shutil.which("node")
    if node is None:
        pytest.skip("UNPROVEN: needs node")
    function = re.search(r"\n  function sentence\(row\) \{.*?\n  \}\n", HTML, re.S)
    pattern = re.search(r"const FACT = .*;", HTML)
    assert function and pattern
    rows = [{"state": state, "reason": reason, "detail": detail} for state, reason, detail in CASES]
    program = (
        f"const data = {{sentences: {json.dumps(dict(SENTENCES))}}}; {pattern[0]} {function[0]}"
        f"console.log(JSON.stringify({json.dumps(rows)}.map(sentence)));"
    )
    done = subprocess.run([node, "-"], input=program, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == [sentence(*case) for case in CASES]


def test_the_page_is_served_with_the_facts_in_its_sentence():
    row = {"name": "a", "title": "A", "state": "failed", "reason": "port-taken", "since": None}
    page = startpage.render(
        {**row, "install_hint": None, "detail": {"address": "80", "program": "<b>", "pid": 1}}, "/v1/", "/lab"
    )
    assert "Port 80 is used by &lt;b&gt; (pid 1)." in page
    assert "<b>" not in page
