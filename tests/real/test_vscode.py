"""A client with VS Code's own rules takes the URL that the panel copies, and loses it when told so."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack, closing

import programs
import pytest
from clients import Holder, Line, connect, copied_url, make_token
from rig import Account, Server
from websocket import WebSocketBadStatusException, WebSocketTimeoutException

SOCKETS = {"kernels", "terminals", "events", "proxy"}


@pytest.mark.parametrize("base_url", ["/", "/user/ann@x.org/gpu one/"])
def test_the_copied_url_runs_a_kernel_after_a_reload(account: Account, base_url: str) -> None:
    quoted = base_url.replace(" ", "%20")
    with Server(account, base_url=quoted) as server:
        made = make_token(server)
        seen = connect(copied_url(server, made["secret"]))
        assert seen["ok"], seen
        assert seen["output"] == socket.gethostname()
        assert seen["protocols"] == ["v1.kernel.websocket.jupyter.org"]
        served = [r for r in seen["requests"] if r["step"] not in ("probe", "needPassword")]
        answered = [r for r in served if r["status"] is not None]  # a poll may be under way at the end
        assert len(answered) >= 8
        assert all(r["status"] in (200, 201, 204) for r in answered), served
        assert not [name for name in seen["cookies"] if name.startswith("username-")], "it got a login"
        row = next(
            row
            for row in server.get("remote-ide/v1/apitokens").json()["apitokens"]
            if row["id"] == made["apitoken"]["id"]
        )
        assert row["last_activity"] >= row["created_at"]


def test_a_wrong_secret_is_refused_by_the_same_steps(server: Server) -> None:
    made = make_token(server)
    seen = connect(copied_url(server, made["secret"][:-1] + ("a" if made["secret"][-1] != "a" else "b")))
    assert not seen["ok"]
    assert seen["status"] == 403


def check_cut(lines: list[Line], since: float, started: float) -> None:
    """REST is refused within a second, and each open WebSocket was closed by the server."""
    refused = next(line for line in lines if line.get("event") == "refused")
    assert refused["status"] == 403
    assert refused["at"] >= started, refused  # it may have been asked before and be served after
    assert 0 < refused["lastOk"] <= since + 1, refused  # nothing asked a second later was let in
    cut = {line["what"]: line for line in lines if line.get("event") == "closed" and line["code"] == 4001}
    assert cut.keys() == SOCKETS, lines
    late = {what: line["at"] - since for what, line in cut.items() if line["at"] > since + 1}
    assert not late, late
    # The kernel client tries again by itself: nothing may open a second time.
    assert not [line for line in lines if line.get("event") == "open" and line["at"] > since]


def test_revoking_refuses_within_a_second_and_closes_what_is_open(server: Server, account: Account) -> None:
    with ExitStack() as stack:
        port = stack.enter_context(programs.running(account, "echo_app.py"))
        made, other = make_token(server), make_token(server, note="desktop")
        others = [
            stack.enter_context(closing(server.websocket("api/events/subscribe", token=token)))
            for token in (other["secret"], None)
        ]
        holder = stack.enter_context(Holder(copied_url(server, made["secret"]), proxied=f"proxy/{port}/ws"))
        holder.wait_for("ready")
        time.sleep(0.5)
        started = time.time()
        gone = server.delete(f"remote-ide/v1/apitokens/{made['apitoken']['id']}")
        answered = time.time()
        assert gone.status_code == 204, gone.text
        check_cut(holder.rest(), answered, started)
        for events in others:  # other tokens' sockets live on
            events.settimeout(0.5)
            with pytest.raises(WebSocketTimeoutException):
                while events.recv():
                    pass
            assert events.connected
        assert server.get("api/kernels", token=other["secret"]).status_code == 200
        listed = server.get("remote-ide/v1/apitokens").json()["apitokens"]
        assert [row["note"] for row in listed] == ["desktop"]


@pytest.mark.timeout(300)
def test_expiry_refuses_and_closes_too(server: Server, account: Account) -> None:
    with programs.running(account, "echo_app.py") as port:
        for seconds in (10, 80):  # a longer life where the machine takes longer than 10 s to connect
            made = make_token(server, expires_in=seconds)
            url = copied_url(server, made["secret"])
            with Holder(url, proxied=f"proxy/{port}/ws", limit=seconds + 30) as holder:
                try:
                    holder.wait_for("ready")
                except AssertionError:
                    if time.time() < made["expires_at"]:
                        raise
                if time.time() < made["expires_at"] - 1:
                    check_cut(holder.rest(seconds + 60), made["expires_at"], made["expires_at"] - 0.05)
                    return
        pytest.fail("no client was there before its token expired")


def test_three_seconds_are_three_seconds(server: Server) -> None:
    for _ in range(5):
        made = make_token(server, expires_in=3)
        answer = server.get("api/kernels", token=made["secret"])
        if time.time() < made["expires_at"]:
            break  # else the disk took longer than the token lives
    assert answer.status_code == 200
    assert made["clamped"] is False
    time.sleep(max(0, made["expires_at"] - time.time()) + 1)
    assert server.get("api/kernels", token=made["secret"]).status_code == 403
    assert not connect(copied_url(server, made["secret"]))["ok"]


def test_it_opens_the_kernels_side_and_neither_tokens_nor_pages(server: Server) -> None:
    made, victim = make_token(server), make_token(server, note="other")
    secret = made["secret"]
    for path in ("api/kernels", "api/contents", "api/terminals"):
        assert server.get(path, token=secret).status_code == 200, path
    tokens = "remote-ide/v1/apitokens"
    wish = {"recipe": "vscode", "note": "", "expires_in": 9}
    assert server.get(tokens, token=secret).status_code == 403
    assert server.post(tokens, wish, token=secret).status_code == 403
    assert server.delete(f"{tokens}/{victim['apitoken']['id']}", token=secret).status_code == 403
    assert len(server.get(tokens).json()["apitokens"]) == 2
    for path in ("remote-ide/v1/status", "remote-ide/v1/ports"):
        assert server.get(path, token=secret).status_code == 403, path
    for topic in ("ports", "apps"):
        with pytest.raises(WebSocketBadStatusException) as refused:
            server.websocket(f"remote-ide/v1/watch?topics={topic}", token=secret)
        assert refused.value.status_code == 403


def test_it_opens_no_page_that_carries_the_servers_own_token(server: Server) -> None:
    secret = make_token(server)["secret"]
    for page in ("lab", "tree", "lab/tree/x.ipynb", "doc", "notebooks/x.ipynb", ""):
        for path, token in ((page, secret), (f"{page}?token={secret}", "")):
            answer = server.get(path, token=token)
            assert server.token not in answer.text, path
            assert "jupyter-config-data" not in answer.text or '"token"' not in answer.text, path
            names = [name for hop in (*answer.history, answer) for name in hop.cookies.keys()]
            assert not [name for name in names if name.startswith("username-")], path
    assert server.token in server.get("lab").text  # what the IDE's token must not get


def test_an_error_page_does_not_give_it_the_servers_own_token(server: Server) -> None:
    """Jupyter writes its own token into error pages too: that token has no end and cannot be revoked."""
    secret = make_token(server)["secret"]
    for path in (
        "proxy/1/",
        "proxy/absolute/1/x",
        "api/nothing",
        "api/kernels/none/x",
        "terminals/websocket/none",
    ):
        for url, token in ((path, secret), (f"{path}?token={secret}", "")):
            answer = server.get(url, token=token, headers={"Accept": "text/html"})
            assert answer.status_code >= 400, path
            assert server.token not in answer.text, path


def test_it_survives_a_restart_in_the_same_root_and_nowhere_else(account: Account) -> None:
    with Server(account, base_url="/a/") as server:
        secret = make_token(server)["secret"]
    again = Server(account, base_url="/a/", port=server.port, token=server.token)
    with again:
        assert connect(copied_url(again, secret))["ok"]
        elsewhere = Server(account, base_url="/a/", root_dir=account.home / "elsewhere")
        with elsewhere:
            assert elsewhere.get("api/kernels", token=secret).status_code == 403
            assert elsewhere.get("remote-ide/v1/apitokens").json()["apitokens"] == []
        with Server(account, base_url="/b/") as prefixed:
            assert prefixed.get("api/kernels", token=secret).status_code == 403
        assert again.get("api/kernels", token=secret).status_code == 200


def test_an_unanswered_start_leaves_the_kernel_to_its_owner(server: Server) -> None:
    """Revoking ends the connection, never the work: the kernel that the client started runs on."""
    made = make_token(server)
    with Holder(copied_url(server, made["secret"])) as holder:
        kernel = holder.wait_for("ready")["kernel"]
        server.delete(f"remote-ide/v1/apitokens/{made['apitoken']['id']}")
        holder.rest()
    assert kernel in [row["id"] for row in server.get("api/kernels").json()]
