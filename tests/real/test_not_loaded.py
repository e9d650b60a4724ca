"""A JupyterLab in which one wrong entry, or a switch, keeps jupyter-server-proxy out."""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest
from driver import V1
from rig import Account, Server
from rig.places import VENV, free_port
from rig.server import until

WRONG = {"mine": {"command": ["code-server", "--auth", "hunter2hunter2", None]}}
CASES = {
    "a None in a command": ({"ServerProxy": {"servers": WRONG}}, "proxy-load-failed"),
    "a name that is no pattern": (
        {"ServerProxy": {"servers": {"a(b": {"command": ["true"]}}}},
        "proxy-load-failed",
    ),
    "switched off": (
        {"ServerApp": {"jpserver_extensions": {"jupyter_server_proxy": False}}},
        "proxy-disabled",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_status_apps_and_ports_say_it_and_no_link_leads_nowhere(account: Account, case: str) -> None:
    config, reason = CASES[case]
    port = free_port()
    command = [VENV / "bin" / "python", "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    with Server(account, base_url="/a/b/", config=config) as server:
        web = account.start(command, venv=VENV)
        try:
            said(server, reason, port)
        finally:
            os.kill(web.pid, signal.SIGKILL)
            web.wait()


def said(server: Server, reason: str, port: int) -> None:
    status = server.get(f"{V1}/status").json()
    assert [word for word in status["warnings"] if word.startswith("proxy-")] == [reason]
    assert status["capabilities"]["apps-start"] == {"allowed": False, "reason": reason}
    detail = status["details"].get(reason)
    if reason == "proxy-load-failed":
        assert detail.startswith("extension failed loading with message: ")
        # The log's own line, but for what must not leave it.
        assert detail.split("'--auth")[0] in server.log
        assert "hunter2hunter2" not in detail
    else:
        assert detail is None
    apps = server.get(f"{V1}/apps").json()
    assert (apps["apps"], apps["problem"]) == ([], reason)
    refused = server.post(f"{V1}/apps/code-server/start", json={})
    assert (refused.status_code, refused.json()["reason"]) == (503, reason)

    def row() -> dict[str, Any] | None:
        rows: list[dict[str, Any]] = server.get(f"{V1}/ports").json()["ports"]
        assert [row["url"] for row in rows if row["url"] is not None] == []
        return next((row for row in rows if row["port"] == port and row["kind"] == "http"), None)

    found = until(row, "the row of the port")
    assert (found["reachable"], found["why"], found["hint"]) == (False, "no-proxy", None)
    assert server.get(f"proxy/{port}/").status_code == 503
    assert server.get("lab").status_code == 200
