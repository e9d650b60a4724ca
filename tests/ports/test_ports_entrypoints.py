"""Frameworks of other packages: known by real entry points, and where they are wrong, told and left out."""

from __future__ import annotations

import dataclasses
import logging

import pytest

from jupyterlab_remote_ide.ports import entrypoints
from jupyterlab_remote_ide.ports import recognise as r
from jupyterlab_remote_ide.ports.frameworks.framework import Framework

P, A = "/user/me/proxy/8000", "/user/me/proxy/absolute/8000"
LOG = logging.getLogger("test")
HEAD = "from jupyterlab_remote_ide.ports.frameworks.framework import Framework\n"
GOOD = HEAD + "GOOD = Framework(name='good', title='Good', programs=['well'], headers=[('Server', 'Good')])\n"


def label(rules, line, **headers):
    return r.recognise(line.split(), headers, P, A, rules).label


def framework(**changed):
    fields = ", ".join(f"{name}={value}" for name, value in changed.items())
    return f"{HEAD}import dataclasses\nX = Framework(**{{'name': 'x', 'title': 'X', **dict({fields})}})\n"


def test_an_entry_point_brings_a_framework(install, caplog):
    install("pleasant-things", GOOD, "GOOD")
    rules = entrypoints.read(LOG)
    assert [label(rules, line) for line in ("good", "python -m good.x", "well", "flask run")] == [
        *("Good", "Good", "Good", "Flask")
    ]
    assert label(rules, "python x.py", server="GOOD/1.0") == "Good: x.py"
    assert rules.named("good").programs == ("well",)
    assert caplog.text == ""


def test_so_does_a_function(install):
    install("p", GOOD + "def make(): return GOOD\n", "make")
    assert label(entrypoints.read(LOG), "well") == "Good"


def test_theirs_go_before_ours_and_take_the_place_of_one_of_that_name(install, caplog):
    code = HEAD + (
        "import dataclasses\nfrom jupyterlab_remote_ide.ports.frameworks import flask\n"
        "FLASK = dataclasses.replace(flask.FRAMEWORK, hint='ask Ann')\n"
        "HYPERCORN = Framework(name='corn', title='Hypercorn', programs=('hypercorn',))\n"
        "PORTAL = Framework(name='portal', title='Portal', matches=lambda c: 'portal:app' in c.arguments)\n"
    )
    install("p", code, "FLASK", "HYPERCORN", "PORTAL")
    rules = entrypoints.read(LOG)
    known = r.recognise(["flask", "--app", "a.py", "run"], {}, P, A, rules)
    assert (known.label, r.hint(known, P, A, "h", rules)) == ("Flask: a.py", "ask Ann")
    assert label(rules, "hypercorn main:app") == "Hypercorn"
    assert label(rules, "gunicorn portal:app") == "Portal"
    assert label(rules, "gunicorn other:app") == "Gunicorn: other:app"
    assert caplog.text == ""


def test_of_two_with_one_name_the_later_package_counts_and_that_is_told(install, caplog):
    code = (
        HEAD + "X = Framework(name='x', title='{}')\nY = Framework(name='{}', title='{}', programs=('y',))\n"
    )
    install("mmm", code.format("M", "y1", "M"), "X", "Y")
    install("zzz", code.format("Z", "y2", "Z"), "X", "Y")
    install("aaa", code.format("A", "y3", "A"), "X", "Y")
    rules = entrypoints.read(LOG)
    assert (label(rules, "x"), label(rules, "y")) == ("Z", "Z")
    assert caplog.messages == [
        f"Remote IDE: the framework 'x' of the package {one} is left out: "
        f"the package {other} brings one of that name"
        for one, other in (("aaa", "mmm"), ("mmm", "zzz"))
    ]


@pytest.mark.parametrize(
    ("code", "point", "problem"),
    [
        ("import nowhere_1\n", "X", "ModuleNotFoundError: No module named 'nowhere_1'"),
        ("", "X = gone_2:X", "ModuleNotFoundError: No module named 'gone_2'"),
        ("", "X", "AttributeError: module 'bad' has no attribute 'X'"),
        ("X = 1 +\n", "X", "SyntaxError: invalid syntax"),
        ("1 / 0\n", "X", "ZeroDivisionError: division by zero"),
        ("raise SystemExit('bye')\n", "X", "SystemExit: bye"),
        ("raise OSError('one\\ntwo \\u202ethree')\n", "X", "OSError: one two three"),
        ("", "X = not a place", ""),
        ("def X(): raise OSError('no')\n", "X", "OSError: no"),
        ("def X(): return None\n", "X", "it is no Framework, but NoneType"),
        ("X = {'name': 'x', 'title': 'X'}\n", "X", "it is no Framework, but dict"),
        (HEAD + "X = Framework\n", "X", "TypeError: "),
        (HEAD + "X = [Framework(name='x', title='X')]\n", "X", "it is no Framework, but list"),
        (framework(name=7), "X", "its name is not a word of small letters"),
        (framework(name="'X y'"), "X", "its name is not a word of small letters"),
        (framework(title="None"), "X", "its title is not a text to be shown"),
        (framework(title="'\\u202e\\n '"), "X", "its title is not a text to be shown"),
        (framework(link="'both'"), "X", "its link is not 'strip' or 'absolute'"),
        (framework(link="['strip']"), "X", "its link is not 'strip' or 'absolute'"),
        (framework(path="None"), "X", "its path is not a path that begins with '/'"),
        (framework(path="'status'"), "X", "its path is not a path that begins with '/'"),
        (framework(path="'/a b'"), "X", "its path is not a path that begins with '/'"),
        (framework(hint="b'x'"), "X", "its hint is not a text"),
        (framework(hint="''"), "X", "its hint is not a text"),
        (framework(needs_name="'no'"), "X", "its needs_name is not True or False"),
        (framework(takes_module=1), "X", "its takes_module is not True or False"),
        (framework(programs="'x'"), "X", "its programs is not a tuple of names"),
        (framework(programs="('x', '')"), "X", "its programs is not a tuple of names"),
        (framework(headers="('server', 'x')"), "X", "its headers is not a tuple of pairs"),
        (framework(headers="(('server', ''),)"), "X", "its headers is not a tuple of pairs"),
        (framework(headers="(('server',),)"), "X", "its headers is not a tuple of pairs"),
        (framework(headers="{1: 2}"), "X", "its headers is not a tuple of pairs"),
        (framework(matches="'x'"), "X", "its matches is not a function"),
    ],
)
def test_what_is_none_is_told_once_by_its_package_and_left_out(install, caplog, code, point, problem):
    install("bad", code, point)
    install("nice", GOOD, "GOOD")
    rules = entrypoints.read(LOG)
    assert (label(rules, "good"), label(rules, "x"), label(rules, "streamlit")) == ("Good", "x", "Streamlit")
    (message,) = caplog.messages
    assert message.startswith(f"Remote IDE: the framework 'X' of the package bad is left out: {problem}")
    assert "\n" not in message


def test_each_field_is_looked_at():
    assert set(entrypoints._CHECKS) == {field.name for field in dataclasses.fields(Framework)}


def test_what_is_shown_has_no_control_characters_and_no_turned_direction(install):
    install(
        "p",
        framework(title="'\\u202e\\x1b X\\t' + 99 * 'y'", hint="'a {P}\\x07\\r\\nb\\u2067 \\x1b[31mc'"),
        "X",
    )
    rules = entrypoints.read(LOG)
    known = r.recognise(["x"], {}, P, A, rules)
    assert known.label == "X" + 78 * "y" + "\N{HORIZONTAL ELLIPSIS}"
    assert r.hint(known, P, A, "h", rules) == f"a {P}\nb c"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("command.words[7]", "raised IndexError"),
        ("{}[command.words[1]]", "raised KeyError"),
        ("sys.exit(command.words[1])", "raised SystemExit"),
        ("matches(command)", "raised RecursionError"),
        ("None", "answered with NoneType, neither True nor False"),
        ("command", "answered with Command, neither True nor False"),
    ],
)
def test_a_rule_that_fails_is_passed_over_and_told_once(install, caplog, body, problem):
    code = f"{HEAD}import sys\ndef matches(command):\n    return command.program == 'x' or {body}\n"
    install("bad", code + "X = Framework(name='some', title='Some', matches=matches)\n", "X")
    rules = entrypoints.read(LOG)
    for _ in range(3):
        assert label(rules, "flask --app hunter2 run") == "Flask: hunter2"
    assert label(rules, "x hunter2") == "Some"
    assert caplog.messages == [
        f"Remote IDE: the rule of the framework 'some' of the package bad is passed over: it {problem}"
    ]


def test_a_package_that_says_nothing_of_itself_is_named_by_its_module(install, caplog):
    (install("bad", "X = 1\n", "X", module="bad_module") / "METADATA").unlink()
    entrypoints.read(LOG)
    (message,) = caplog.messages
    # Newer Pythons tell its name by its folder.
    assert message.startswith(
        (
            "Remote IDE: the framework 'X' of the package bad_module",
            "Remote IDE: the framework 'X' of the package bad ",
        )
    )


def test_a_damaged_package_leaves_ours(install, caplog):
    (install("bad", GOOD, "GOOD") / "entry_points.txt").write_bytes(b"[a]\nb = \xff\n")
    rules = entrypoints.read(LOG)
    assert label(rules, "flask run") == "Flask"
    (message,) = caplog.messages
    assert message.startswith(
        "Remote IDE: the frameworks of other packages are not known: UnicodeDecodeError"
    )
