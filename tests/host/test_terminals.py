"""What came out of a terminal, told by the environment alone."""

from __future__ import annotations

import pytest

from jupyterlab_remote_ide.host.terminals import INHERITED, VARIABLES, came_out, inherited


def environment(**variables):
    return {name.encode(): value.encode() for name, value in variables.items()}


@pytest.mark.parametrize("name", VARIABLES)
def test_a_terminal_s_name_tells(name):
    assert came_out(environment(HOME="/", **{name: "7"}))


@pytest.mark.parametrize("name", ["TERM", "COLORTERM", "TERM_PROGRAM", "XWINDOWID", "DISPLAY"])
def test_what_login_scripts_and_desktops_set_does_not(name):
    assert not came_out(environment(**{name: "xterm"}))


def test_an_empty_name_is_none():
    """As somebody does who wants to start tmux in tmux."""
    assert not came_out(environment(TMUX=""))


def test_what_the_app_was_started_with_proves_nothing():
    before = {"WINDOWID": "7", "TMUX": "/tmp/a b,1,0", "HOME": "/"}
    given = {**before, **inherited(before)}
    assert given[INHERITED] == "WINDOWID=7 TMUX=/tmp/a b,1,0"
    assert not came_out(environment(**given))
    assert came_out(environment(**{**given, "WINDOWID": "70"}))
    assert came_out(environment(**{**given, "STY": "1.x"}))
    del given["TMUX"]
    assert not came_out(environment(**given))


def test_an_app_of_a_server_that_runs_in_an_app_s_terminal():
    """It inherits what was noted of the outer one: that must not stay."""
    outer = {INHERITED: "WINDOWID=7", "TERM_PROGRAM_VERSION": "1"}
    assert inherited(outer) == {INHERITED: "TERM_PROGRAM_VERSION=1"}
    assert inherited({}) == {INHERITED: ""}
