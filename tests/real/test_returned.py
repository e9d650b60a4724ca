"""Real programs behind the proxy keep to their place: nobody is logged out, and their own pages work."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
import requests
from programs import listens
from rig import Account, Hub, Server
from rig.places import CACHE, ROOT, VENV, free_port
from rig.server import until
from tiles import NAVIGATION, reaches, tile

USER = "alice"
VOILA = "voila==0.5.13"
SAYS = ROOT / "tests" / "apps" / "contract" / "says.py"
NOTEBOOK = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    "cells": [
        {
            **{"cell_type": "code", "id": "a", "metadata": {}, "execution_count": None, "outputs": []},
            "source": "print('a dash' + 'board')",
        }
    ],
}

# As Flask's documentation has it: log in by a form, and be sent to the front page.
FLASK = """
import sys
from flask import Flask, redirect, session, url_for
from werkzeug.middleware.proxy_fix import ProxyFix
app = Flask(__name__)
app.secret_key = "s"
if sys.argv[2] == "aware":
    app.wsgi_app = ProxyFix(app.wsgi_app, x_prefix=1)
@app.get("/")
def index():
    return "Hello " + session.get("name", "stranger")
@app.post("/login")
def login():
    session["name"] = "Ann"
    return redirect(url_for("index", _external=sys.argv[3] == "whole"))
app.run(port=int(sys.argv[1]))
"""


@pytest.fixture(scope="session")
def voila() -> Mapping[str, str]:
    """Environment in which ``python -m voila`` runs. In .venv it would be an extension of every server."""
    folder = CACHE / "envs" / VOILA
    if not folder.exists():
        made = folder.with_name("voila.part")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(made), VOILA]
        subprocess.run(pip, check=True, umask=0o022)
        made.rename(folder)
    return {"PYTHONPATH": str(folder), "JUPYTER_PATH": str(folder / "share" / "jupyter")}


@contextmanager
def running(
    account: Account, *command: str | Path, port: int, env: Mapping[str, str] | None = None
) -> Iterator[int]:
    process = account.start([VENV / "bin" / "python", *command], env=env, log=subprocess.DEVNULL)
    try:
        until(lambda: listens(port), f"{command[1]} listens", 60)
        yield port
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def running_voila(
    account: Account, env: Mapping[str, str], *arguments: str, port: int | None = None
) -> Iterator[int]:
    port = port or free_port()
    account.write("dash/dash.ipynb", json.dumps(NOTEBOOK))
    command = ("-m", "voila", str(account.home / "dash" / "dash.ipynb"), f"--port={port}", "--no-browser")
    with running(account, *command, *arguments, port=port, env=env):
        yield port


def person(server: Server) -> requests.Session:
    """A browser in which somebody has logged in to this server by its token; cookies alone from here on."""
    session = requests.Session()
    assert session.get(f"{server.url}lab?token={server.token}", timeout=30).status_code == 200
    return session


def logins(session: requests.Session) -> set[tuple[str, str, str | None]]:
    return {(one.name, one.path, one.value) for one in session.cookies if one.name != "_xsrf"}


@pytest.mark.parametrize("base_url", ["/", "/a/b/"])
def test_who_opens_voila_stays_logged_in(account: Account, voila: Mapping[str, str], base_url: str) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(Server(account, base_url=base_url))
        port, whole = free_port(), free_port()
        stack.enter_context(running_voila(account, voila, port=port))
        prefix = f"{server.base_url}proxy/absolute/{whole}/"
        stack.enter_context(running_voila(account, voila, f"--base_url={prefix}", port=whole))
        browser = person(server)
        before = logins(browser)
        assert len(before) == 1
        for path in (f"proxy/{port}/", f"proxy/absolute/{whole}/", f"proxy/localhost:{port}"):
            page = browser.get(server.url + path, headers=NAVIGATION, timeout=60)
            assert (page.status_code, "a dashboard" in page.text) == (200, True)
            assert page.url.rstrip("/") == (server.url + path).rstrip("/")
            assert browser.get(server.url + "api/status", timeout=30).status_code == 200
            assert logins(browser) == before


@pytest.mark.parametrize("way", ["proxy", "proxy/absolute"])
def test_a_second_jupyterlab_works_and_logs_nobody_out(account: Account, way: str) -> None:
    port, token = free_port(), "another-token"
    with Server(account, base_url="/a/b/") as server:
        base_url = f"/a/b/{way}/{port}/" if way == "proxy/absolute" else "/"
        words = ("--no-browser", f"--ServerApp.port={port}", f"--ServerApp.base_url={base_url}")
        command = ("-m", "jupyter", "lab", *words, f"--IdentityProvider.token={token}")
        with running(account, *command, port=port):
            browser = person(server)
            before = logins(browser)
            url = f"{server.url}{way}/{port}"
            page = browser.get(f"{url}?token={token}", headers=NAVIGATION, timeout=60)
            assert [one.status_code for one in page.history] == [302, 302]
            assert page.url.partition("?")[0] == f"{url}/lab"
            assert f'"baseUrl": "{base_url}"' in page.text
            assert browser.get(server.url + "api/status", timeout=30).status_code == 200
            assert logins(browser) == before
            # What its page does from here on: the token in a header, the answer's Location below the prefix.
            headers = {"Authorization": f"token {token}"}
            made = browser.post(f"{url}/api/contents", headers=headers, json={"type": "file"}, timeout=30)
            assert made.status_code == 201
            assert made.headers["Location"].startswith(f"/a/b/{way}/{port}/api/contents/untitled")


def test_code_server_gets_what_its_worker_needs(server: Server, code_server: Path) -> None:
    tile(server, "code-server")
    reaches(server, "code-server", "running")
    path = "code-server/_static/out/browser/serviceWorker.js"
    script = server.get(path, headers={"Service-Worker": "script", "Sec-Fetch-Dest": "serviceworker"})
    assert script.status_code == 200
    assert script.headers["Service-Worker-Allowed"] == "/a/b/code-server/"
    page = server.get("code-server/", headers=NAVIGATION, allow_redirects=False)
    assert page.status_code in (200, 302)
    assert not page.headers.get("Location", "./").startswith("/a/b/code-server/a/b/")


@pytest.mark.parametrize("base_url", ["/", "/user/ann%40x.org/"])
def test_a_form_of_flask_leads_on_and_its_session_is_its_own(account: Account, base_url: str) -> None:
    file = account.write("app.py", FLASK)
    with Server(account, base_url=base_url) as server:
        browser = person(server)
        for aware in ("aware", "unaware"):
            for url in ("path", "whole"):
                port = free_port()
                with running(account, file, str(port), aware, url, port=port):
                    for where in (f"proxy/{port}", f"proxy/127.0.0.1:{port}"):
                        app = server.url + where
                        assert browser.get(app + "/", timeout=30).text == "Hello stranger"
                        page = browser.post(app + "/login", timeout=30)
                        assert (page.text, page.url) == ("Hello Ann", app + "/")
                        paths = {one.path for one in browser.cookies if one.name == "session"}
                        assert f"{server.base_url}{where}" in paths
                        assert "/" not in paths


def test_nobody_is_logged_out_of_a_hub(hub: Hub, account: Account, voila: Mapping[str, str]) -> None:
    browser = hub.login(USER)
    hub.spawn(USER)
    home = hub.server_url(USER)
    assert hub.open(browser, home + "lab").status_code == 200

    def is_logged_in() -> bool:
        pages = (home + "lab", home + "api/status", hub.url + "hub/home")
        replies = [browser.get(page, timeout=60, allow_redirects=False) for page in pages]
        return [reply.status_code for reply in replies] == [200, 200, 200]

    assert is_logged_in()
    before = logins(browser)
    with running_voila(account, voila) as port:
        page = browser.get(f"{home}proxy/{port}/", headers=NAVIGATION, timeout=60)
        assert (page.status_code, "a dashboard" in page.text) == (200, True)
        assert logins(browser) == before
        assert is_logged_in()
    port = free_port()
    with running(account, SAYS, str(port), port=port):
        names = {one.name for one in browser.cookies} | {"jupyterhub-hub-login", "jupyterhub-services"}
        for name in names:
            headers = [["Set-Cookie", f"{name}=x; Path={path}"] for path in ("/", "/jh/", "/jh/hub/")]
            headers += [["Clear-Site-Data", '"*"'], ["Location", "/next"], ["Service-Worker-Allowed", "/"]]
            asked = quote(json.dumps({"status": 302, "headers": headers}))
            reply = browser.get(f"{home}proxy/{port}/x?{asked}", timeout=30, allow_redirects=False)
            assert reply.headers["Location"] == f"/jh/user/{USER}/proxy/{port}/next"
            assert reply.headers["Service-Worker-Allowed"] == f"/jh/user/{USER}/proxy/{port}/"
            assert not {"Set-Cookie", "Clear-Site-Data"} & set(reply.headers)
        assert is_logged_in()
    hub.stop_server(USER)
