"""The commands, as text. That they work: tests/real/test_tunnel.py."""

from __future__ import annotations

import shlex

import pytest
from restapi import SCHEMAS

from jupyterlab_remote_ide.connect import text
from jupyterlab_remote_ide.connect.commands import UnsafeName, commands, local_port

OPTIONS = "-N -o ExitOnForwardFailure=yes -o ServerAliveInterval=30"


def test_the_example_of_the_contract_is_what_is_made(place):
    example = SCHEMAS["Tunnel"]["example"]
    assert commands(place()) == example["commands"]
    assert local_port(place()) == example["local_port"]
    assert text.address(place(), "/lab") == example["browser_url"]


def test_through_the_login_host_to_a_port_that_the_cluster_reaches(place):
    here = place(reach="cluster", target="node042")
    through, jump = commands(here)
    local = f"127.0.0.1:{local_port(here)}"
    assert through["posix"] == f"ssh {OPTIONS} -L {local}:node042:8888 ann@login.cluster.example"
    assert through["windows"] == through["posix"].replace("ssh ", "ssh.exe ", 1)
    assert "ProxyJump" not in through["ssh_config"]
    assert (jump["form"], jump["ssh_config"]) == ("jump", commands(place())[0]["ssh_config"])


def test_one_address_is_named_where_the_server_has_one(place):
    for command in commands(place(reach="cluster", target="[fd00::1]")):
        assert f":{local_port(place())}:[fd00::1]:8888 " in command["posix"]


@pytest.mark.parametrize("login", [None, "node042.example"])
def test_straight_to_a_machine_that_ssh_reaches(place, login):
    (only,) = commands(place(direct=True, login_host=login, login_source=None))
    assert only["form"] == "direct"
    assert only["posix"].endswith(f":127.0.0.1:8888 ann@{login or 'node042'}")


def test_the_local_port_is_the_same_for_each_job_and_another_for_other_people(place):
    port = local_port(place())
    assert port == local_port(place(node="x", port=1, job="2", login_host="login2"))
    assert 20_000 <= port < 30_000
    assert len({local_port(place(user=f"u{number}")) for number in range(50)}) > 45


@pytest.mark.parametrize(
    "name", ["a;b", "$(id)", "-oProxyCommand=x", "a b", "a\nHost *", "a'b", "", "a`b", "%h"]
)
@pytest.mark.parametrize("field", ["user", "node", "target", "login_host"])
def test_what_a_shell_or_ssh_could_take_for_something_else_is_refused(place, field, name):
    with pytest.raises(UnsafeName):
        commands(place(**{field: name}))


def test_names_of_directories_are_users(place):
    words = shlex.split(commands(place(user="ann@corp.example"))[0]["posix"])
    assert words[-1] == "ann@corp.example@node042"


@pytest.mark.parametrize("cluster", ["a\n  ProxyCommand x", "* !x"])
def test_the_name_of_the_block_is_one_word(place, cluster):
    first, *rest = commands(place(cluster=cluster))[0]["ssh_config"].splitlines()
    assert first.startswith("Host jupyter-") and len(first.split()) == 2 and "*" not in first
    assert len(rest) == 6


def test_what_is_said_is_so(place):
    said = "\n".join(text.lines(place(), "/lab"))
    assert "ssh.exe" in said and "submitted" not in said and "whole cluster" not in said
    said = "\n".join(text.lines(place(reach="cluster", target="node042", login_source="environment"), "/lab"))
    assert "ssh.exe" not in said
    assert "login.cluster.example is where the job was submitted." in said
    assert "open to the whole cluster" in said
