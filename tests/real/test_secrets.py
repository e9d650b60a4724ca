"""No secret in the log, the live socket, any URL or answer of ours, the tokens file or the process list."""

from __future__ import annotations

import json
import re
import time
from contextlib import ExitStack, closing, suppress

import programs
import psutil
import requests
from clients import connect, copied_url, make_token
from driver import V1, Notebook, Terminal, Watch
from rig import Account, Server
from tiles import command, configure, log, reaches, tile, visit

# At DEBUG: jupyter_server's line with its command line, jupyter-server-proxy's with the address it asks.
CORE = ("Config changed: ", "Proxying request to ")
PASSWORD = "hunter2secret"  # app.py prints it


def everything(
    server: Server, account: Account, stack: ExitStack
) -> tuple[list[str], list[requests.Response]]:
    """Use all of it once; the secrets, and every answer that must not hold one."""
    watch = stack.enter_context(closing(Watch(server.websocket, "ports")))
    apps = stack.enter_context(closing(Watch(server.websocket, "apps")))
    made = make_token(server, note="laptop")
    secret = made["secret"]
    answers: list[requests.Response] = []
    port = stack.enter_context(programs.running(account, "flask_app.py", "--token", secret))
    watch.until(lambda row: row["port"] == port and row["url"], "the row", timeout=30)
    assert connect(copied_url(server, secret))["ok"]
    stack.enter_context(closing(Terminal(server))).type("true")
    stack.enter_context(closing(Notebook(server, "a.ipynb"))).run("1")
    tile(server, "serve")
    reaches(server, "serve", "running")
    answers.append(visit(server, f"serve/?token={server.token}", token=""))
    answers.append(server.get(f"{V1}/nothing?token={secret}", token=""))
    for token in (server.token, secret):  # the query is how many clients send it
        for path in ("status", "apitokens", "ports", "apps", "session", "apps/serve/log", "apps/none/log"):
            answers.append(server.get(f"{V1}/{path}?token={token}", token=""))
    wrong = {"recipe": "vscode", "note": "x", "expires_in": 0, "secret": secret}
    answers.append(server.post(f"{V1}/apitokens", wrong))
    answers.append(server.post(f"{V1}/apitokens?token={secret}", {}, token=""))
    tile(server, "exit1")
    reaches(server, "exit1", "failed")
    answers.append(visit(server, f"exit1/?token={server.token}", token=""))
    answers.append(visit(server, f"exit1/x?token={server.token}", token=""))
    for path in (f"proxy/1/?token={secret}", f"api/nothing?token={secret}", f"lab?token={secret}"):
        server.get(path, token="")  # not ours to answer, but in the log all the same
    answers.append(server.delete(f"{V1}/apitokens/{made['apitoken']['id']}"))
    answers.append(server.get(f"api/kernels?token={secret}", token=""))  # refused, and so logged
    watch.follow(1)
    apps.follow(1)
    text = "\n".join([*watch.frames, *apps.frames])
    assert '"laptop"' not in text and "token=" not in text
    for hidden in (secret, server.token, PASSWORD):
        assert hidden not in text, "in a frame of the live socket"
    return [secret, server.token], answers


def test_no_secret_is_written_anywhere_while_everything_is_used(account: Account) -> None:
    rows = {mode: repr(command(account, mode, mode)) for mode in ("serve", "exit1")}
    configure(account, rows)
    debug = ["--ServerApp.log_level=DEBUG"]
    with Server(account, base_url="/a/", arguments=debug) as server, ExitStack() as stack:
        secrets, answers = everything(server, account, stack)
        time.sleep(0.5)
        for answer in answers:
            where = re.sub(r"token=\w+", "token=", answer.request.url or "")
            for secret in secrets:
                assert secret not in answer.text, where
                assert secret not in json.dumps(dict(answer.headers)), where
                assert all(secret not in hop.url for hop in answer.history[1:]), where
        for secret in secrets:
            lines = [line for line in server.log.splitlines() if secret in line]
            if secret == server.token:
                lines = [line for line in lines if not any(core in line for core in CORE)]
            assert lines == [], "in the server's log"
            for name in ("serve", "exit1"):
                assert secret not in log(server, name)
        assert PASSWORD not in log(server, "serve")
        assert "hello from the app" in log(server, "serve")
        # One that stays: the file of the revoked one is gone.
        kept = server.post(f"{V1}/apitokens", {"recipe": "vscode", "note": "kept"}).json()["secret"]
        held = {}
        for path in (account.home / ".local/share/jupyter").rglob("*"):
            with suppress(FileNotFoundError):  # a temporary file, renamed since it was listed
                if path.is_file():
                    held[path] = path.read_bytes()
        assert any(path.parent.name == "apitokens" for path in held)
        for path, content in held.items():
            # jpserver-*.json is jupyter_server's own and holds the server's token by design, mode 0600.
            ours = "remote" in str(path.relative_to(account.home))
            assert secrets[0].encode() not in content, path
            if ours:
                assert secrets[1].encode() not in content, path
                assert kept.removeprefix("ride_").encode() not in content, path
            if path.parent.name == "apitokens":
                assert path.stat().st_mode & 0o077 == 0, path
        own = [process for process in account.processes() if process.pid != server.process.pid]  # type: ignore[union-attr]
        for process in own:
            try:
                words = " ".join(process.cmdline())
                with_environment = " ".join(process.environ().values())
            except psutil.NoSuchProcess:
                continue
            if "flask_app.py" not in words:  # a person put the secret there
                assert not [secret for secret in secrets if secret in words], words
            assert not [secret for secret in secrets if secret in with_environment], words
