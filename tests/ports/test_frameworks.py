"""The frameworks as files, and whose word counts where several know a program."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyterlab_remote_ide.ports import recognise as r
from jupyterlab_remote_ide.ports.frameworks import ours
from jupyterlab_remote_ide.ports.frameworks.framework import Command, Framework
from jupyterlab_remote_ide.ports.rules import Rules

P, A = "/user/me/proxy/8000", "/user/me/proxy/absolute/8000"


def test_each_file_is_in_the_list_once():
    files = {file.stem for file in Path(ours.__file__).parent.glob("*.py")}
    listed = [framework.name for framework in ours.FRAMEWORKS]
    assert len(listed) == len(set(listed))
    # The two whose name is no name for a module.
    names = {"http.server": "httpserver", "next": "nextjs"}
    assert {names.get(name, name) for name in listed} == files - {"__init__", "framework", "ours"}


ONE = Framework(name="one", title="One", programs=("shared",), headers=(("server", "one"),))
TWO = Framework(name="two", title="Two", programs=("shared",), headers=(("server", "one two"),))


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("one", "One"),
        ("python -m one.deep.below", "One"),
        ("one.py", None),
        ("shared", "One"),
        ("shared.below", None),  # that is said of the name alone
        ("two", "Two"),
        ("three", None),
    ],
)
def test_the_first_who_knows_a_program_has_it(words, title):
    known = r.recognise(words.split(), {}, P, A, Rules([ONE, TWO]))
    assert (known.label if known.framework else None) == title


def test_the_first_of_one_name_is_known():
    assert Rules([ONE, Framework(name="one", title="Another")]).named("one") is ONE
    assert Rules([ONE]).named(None) is None


def test_the_command_line_goes_before_a_header_and_a_rule_before_a_name():
    asked = []

    def matches(command):
        asked.append(command)
        return "--two" in command.arguments

    rules = Rules([ONE, Framework(name="rule", title="Rule", matches=matches)])
    headers = {"server": "ONE/1.0"}
    assert r.recognise(["x"], headers, P, A, rules).framework == "one"
    assert r.recognise(["one", "--two"], headers, P, A, rules).framework == "rule"
    assert r.recognise(["/v/bin/python3", "-m", "a.__main__", "", "b"], headers, P, A, rules).label == "One"
    assert asked[-1] == Command(("/v/bin/python3", "-m", "a.__main__", "b"), "a", ("b",))
    count = len(asked)
    assert r.recognise([], headers, P, A, rules).framework == "one"
    assert len(asked) == count  # there is no command line to ask about


def test_what_runs_the_framework_is_not_the_users_file():
    rules = Rules([Framework(name="brush", title="Brush", programs=("brush.js",), takes_module=True)])
    assert r.recognise(["node", "/x/brush.js", "a:b"], {}, P, A, rules).label == "Brush: a:b"
    assert r.recognise(["brush", "/x/mine.js"], {}, P, A, rules).label == "Brush: mine.js"
