"""Jobs on several nodes with one home: what an IDE has stored works in the next job, and in both at once."""

from __future__ import annotations

import os
import time
from typing import Any

import pytest
from clients import connect, copied_url, make_token
from rig import Account, Server
from rig.nodes import on
from rig.server import until

PATH = "remote-ide/v1/apitokens"
pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="UNPROVEN: another host name needs root")


def rows(server: Server) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in server.get(PATH).json()["apitokens"]}


def opens(server: Server, secret: str) -> bool:
    return server.get("api/kernels", token=secret).status_code == 200


def test_what_was_stored_in_one_job_runs_a_cell_in_the_next_on_another_node(account: Account) -> None:
    with Server(on(account, "cn01"), base_url="/a/") as first:
        made = make_token(first)
        url, secret = copied_url(first, made["secret"]), made["secret"]
        seen = connect(url)
        assert (seen["ok"], seen.get("output")) == (True, "cn01"), seen
    # Another job: the tunnel's end on the laptop, and with it the URL, stays the same.
    with Server(on(account, "cn02"), base_url="/a/", port=first.port) as second:
        seen = connect(url)
        assert (seen["ok"], seen.get("output")) == (True, "cn02"), seen
        row = rows(second)[made["apitoken"]["id"]]
        assert row["last_activity"] >= row["created_at"]
        assert row["seen_client"]
        assert secret not in second.log


def test_two_jobs_at_once_make_list_rename_extend_and_revoke_the_same(account: Account) -> None:
    with (
        Server(on(account, "cn01"), base_url="/a/") as one,
        Server(on(account, "cn02"), base_url="/a/") as two,
    ):
        made = make_token(one, expires_in=8)
        key, secret = made["apitoken"]["id"], made["secret"]
        assert list(rows(two)) == [key]
        assert opens(one, secret)
        assert opens(two, secret)
        answer = two.request("PATCH", f"{PATH}/{key}", json={"note": "office", "expires_in": 3600})
        assert answer.status_code == 200, answer.text
        # Each has its own last use, until it is written.
        changed = [(row["note"], row["expires_at"]) for row in (rows(one)[key], rows(two)[key])]
        assert changed[0] == changed[1] == ("office", answer.json()["apitoken"]["expires_at"])
        until(lambda: time.time() > made["expires_at"] + 0.2, "its first end", timeout=15)
        # Longer than the other one may believe what it knew.
        assert opens(one, secret)
        assert opens(two, secret)
        shortened = one.request("PATCH", f"{PATH}/{key}", json={"expires_in": 1800}).json()["apitoken"]
        assert rows(two)[key]["expires_at"] == shortened["expires_at"]

        assert two.delete(f"{PATH}/{key}").status_code == 204
        assert not opens(two, secret)
        time.sleep(1)
        assert not opens(one, secret)
        for server in (one, two):
            assert rows(server) == {}
            late = server.request("PATCH", f"{PATH}/{key}", json={"expires_in": 3600})
            assert (late.status_code, late.json()["reason"]) == (404, "no-such-apitoken")
        assert not opens(one, secret)
