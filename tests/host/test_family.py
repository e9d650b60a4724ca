"""Who belongs to an app, in a table of processes that moves while it is read."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from marked import members

from jupyterlab_remote_ide.host import family as module
from jupyterlab_remote_ide.host import processes
from jupyterlab_remote_ide.host.family import MARK, Family
from jupyterlab_remote_ide.host.processes import Process


class Table:
    """A table of processes that changes as it is read: ``after[pid]`` is done once that one was read."""

    def __init__(self, monkeypatch):
        self.now = {}
        self.after = {}
        self.environments = {}
        self.looks = 0
        monkeypatch.setattr(processes, "pids", self.pids)
        monkeypatch.setattr(processes, "read", self.read)
        monkeypatch.setattr(processes, "environ", self.environ)
        monkeypatch.setattr(processes, "owner", lambda _: os.geteuid())
        monkeypatch.setattr(module, "_EXEC_SECONDS", 0)

    def add(self, pid, parent=1, session=0, started=100, marked=False, terminal=False):
        self.now[pid] = Process(pid, parent, session or pid, session or pid, started, "x")
        self.environments[pid] = {
            b"A": b"1",
            **({MARK.encode(): b"m:a"} if marked else {}),
            **({b"WINDOWID": b"7"} if terminal else {}),
        }

    def pids(self):
        self.looks += 1
        return set(self.now)

    def read(self, pid):
        found = self.now.get(pid)
        self.after.pop(pid, lambda: None)()
        return found

    def environ(self, pid):
        environment = self.environments.get(pid)
        if isinstance(environment, list):
            return environment.pop(0) if len(environment) > 1 else environment[0]
        return environment

    def fork(self, pid, child, **options):
        """As one that puts itself into the background: the parent is gone as soon as the child is there."""

        def done():
            self.add(child, **options)
            del self.now[pid]

        return done


@pytest.fixture
def table(monkeypatch):
    made = Table(monkeypatch)
    made.add(1)
    made.add(2)
    return made


def found(family):
    return {process.pid for process in family.look()}


def test_a_child_that_comes_while_the_table_is_read(table):
    """Its parent was there at the first look at the list, and gone when it was read."""
    table.add(10, marked=True)
    table.after[1] = table.fork(10, 11, marked=True)
    assert found(Family("m:a")) == {11}


def test_a_chain_of_them(table):
    table.add(10, marked=True)
    table.after[1] = table.fork(10, 11, marked=True)
    table.after[11] = table.fork(11, 12, marked=True)
    table.after[12] = table.fork(12, 13, marked=True)
    family = Family("m:a")
    assert 13 in found(family)
    assert found(family) == {13}


def test_descent_and_session_hold_without_a_mark(table):
    table.add(10)
    table.add(11, parent=10)
    table.add(12, parent=11)
    table.add(13, session=10)
    table.add(14, parent=1)
    family = Family("m:a")
    family.join(table.now[10], leads=True)
    assert found(family) == {10, 11, 12, 13}


def test_who_was_seen_once_is_known_when_its_parent_is_gone(table):
    table.add(10)
    table.add(11, parent=10)
    family = Family("m:a")
    family.join(table.now[10])
    assert found(family) == {10, 11}
    del table.now[10]
    table.add(11, parent=1)
    assert found(family) == {11}
    table.add(12, parent=11)
    assert found(family) == {11, 12}


def test_who_came_out_of_a_terminal_is_a_person_s(table):
    """And so is what descends from it, mark or none."""
    table.add(10, marked=True)
    table.add(11, parent=10, marked=True, terminal=True)
    table.add(12, parent=11)
    table.add(13, parent=1, marked=True, terminal=True)
    family = Family("m:a")
    family.join(table.now[10], leads=True)
    assert found(family) == {10}
    assert [pid for pid in table.now if family.spares(table.now[pid])] == [11, 13]


def test_the_shell_of_a_terminal_that_was_seen_before_it_was_one(table):
    """The child of a terminal, in its session still and before it executes the shell."""
    table.add(10, marked=True)
    table.add(11, parent=10, session=10, marked=True)
    family = Family("m:a")
    family.join(table.now[10], leads=True)
    assert found(family) == {10, 11}
    table.add(11, parent=10, marked=True, terminal=True)
    assert found(family) == {10}
    assert family.known() == [table.now[10]]


def test_a_terminal_that_does_not_pass_the_mark_on(table):
    """Its shell leads a session, and has a name that its parent has not."""
    table.add(10, marked=True)
    table.add(11, parent=10, session=10)
    family = Family("m:a")
    family.join(table.now[10])
    assert found(family) == {10, 11}
    table.add(11, parent=10, terminal=True)
    table.add(12, parent=11, session=11, terminal=True)
    assert found(family) == {10}


def test_a_glance_passes_over_terminals(table, monkeypatch):
    table.add(10, marked=True)
    table.add(11, parent=10, marked=True)
    table.add(12, parent=10, marked=True, terminal=True)
    table.add(13, parent=10, terminal=True)
    monkeypatch.setattr(processes, "children", lambda pid: [11, 12, 13] if pid == 10 else [])
    family = Family("m:a")
    family.join(table.now[10])
    family.glance()
    assert {process.pid for process in family.known()} == {10, 11}


def test_the_program_itself_may_be_in_a_terminal(table):
    """What was started, what is in its session and who was joined is of the app, whatever they carry."""
    table.add(10, marked=True, terminal=True)
    table.add(11, session=10, marked=True, terminal=True)
    table.add(12, marked=True, terminal=True)
    family = Family("m:a")
    table.add(13, session=12, marked=True, terminal=True)
    family.join(table.now[10], leads=True)
    assert found(family) == {10, 11}
    family.join(table.now[12], leads=True)
    assert found(family) == {10, 11, 12, 13}
    assert not family.spares(table.now[12])


def test_the_terminal_of_another_app_is_nothing_of_ours(table):
    """Without our mark a program that is to be ended takes its children with it."""
    table.add(10, terminal=True)
    table.add(11, parent=10, terminal=True)
    family = Family("other")
    family.join(table.now[10])
    assert found(family) == {10, 11}


def test_a_number_that_is_used_again_is_a_stranger(table):
    table.add(10)
    family = Family("m:a")
    family.join(table.now[10], leads=True)
    del table.now[10]
    assert found(family) == set()
    table.add(10, started=900)
    table.add(11, parent=10, started=901)
    assert found(family) == set()


def test_a_number_used_again_while_one_looks_leads_nowhere(table):
    table.add(10)
    family = Family("m:a")
    family.join(table.now[10])
    table.add(10, started=900)
    table.add(11, parent=10, started=901)
    assert found(family) == set()


def test_one_that_executes_another_program_at_this_moment(table):
    table.add(10, marked=True)
    table.environments[10] = [{}, {}, {MARK.encode(): b"m:a"}]
    assert found(Family("m:a")) == {10}


def test_one_that_cleared_its_environment_ends_the_look(table):
    table.add(10)
    table.environments[10] = {}
    assert found(Family("m:a")) == set()
    assert table.looks < 20


def test_nobody_of_before_and_not_ourselves(table):
    table.add(10, started=5, marked=True)
    table.add(os.getpid(), marked=True)
    assert found(Family("m:a", since=50)) == set()


def test_a_table_that_never_rests_is_not_read_for_ever(table):
    def more(pid=100):
        table.add(pid)
        table.after[pid] = lambda: more(pid + 1)

    more()
    assert found(Family("m:a")) == set()


CHAIN = """
import os, sys, time
while os.path.exists(sys.argv[1]):
    if os.fork():
        os._exit(0)
    os.setsid()
    time.sleep(0.002)
"""


def test_real_ones_that_go_to_the_background_again_and_again(tmp_path):
    """Each generation lives some milliseconds; at no moment is there none."""
    mark = f"{os.getpid():032d}:chain"
    environment = {**os.environ, MARK: mark}
    go_on = tmp_path / "go-on"
    go_on.touch()
    with subprocess.Popen([sys.executable, "-S", "-c", CHAIN, str(go_on)], env=environment):
        try:
            while not members(mark):
                time.sleep(0.01)
            until = time.time() + 2
            looks = missed = 0
            while time.time() < until:
                looks += 1
                missed += not members(mark)
        finally:
            go_on.unlink()
        assert (missed, looks > 5) == (0, True)
    while members(mark):
        time.sleep(0.05)
