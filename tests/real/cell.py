"""Opens configurations as a person does, under one jupyter-server-proxy and base URL; writes what was seen.

    python tests/real/cell.py OUT.json --venv .cache/envs/jsp46 [--ours] [--base-url /a/] [--only NAME ...]

As root it runs in a network of its own (see test_configurations.py), where nobody else has its ports.
Verdicts: `served` (the real page), `sentence` (our page says why not), `error` (anything else).
"""

from __future__ import annotations

import argparse
import contextlib
import html
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import psutil
import requests
import shapes
import tiles
import websocket
from driver import V1
from rig import Account, Server, accounts
from rig.places import CACHE, ROOT, search_path
from rig.server import until
from shapes import PROGRAMS, Shape

AT_ONCE = {"together": 8, "rough": 8, "real": 4}
# How long a person goes on reloading what shows an error, and waits on a page that says "starting".
# Stock shows a program that is up after 12 s at 21 s (its pauses double); what is wrong stays wrong.
STOCK_SECONDS, WRONG_SECONDS, OURS_SECONDS, REAL_SECONDS = 30.0, 9.0, 45.0, 120.0
RELOADS = (1.0, 2.0, 4.0, 6.0, 6.0, 6.0)
SETTLED_SECONDS = 4.0
PGADMIN = CACHE / "envs" / "pgadmin"


@dataclass
class Seen:
    """``verdict``: see above. ``words``: of an error, its status and first words; of ours, the sentence."""

    name: str
    verdict: str = "error"
    words: str = ""
    state: str | None = None
    reason: str | None = None
    seconds: float = 0.0
    log: str = ""
    history: list[str] = field(default_factory=list)


class SiteAccount(Account):
    """Everything of this account starts in ``~/site``: neither its home nor Jupyter's root."""

    def start(self, command: Sequence[str | Path], **options: Any) -> subprocess.Popen[bytes]:
        options.setdefault("cwd", self.home / "site")
        return super().start(command, **options)


class Site:
    """A person's account with all that the shapes need, and the environment that Jupyter starts with."""

    def __init__(self, account: Account, other: Account | None, tools: Path, venv: Path, ours: bool) -> None:
        self.account = SiteAccount(account.name, account.uid, account.gid, account.home, account.mark)
        self.other = other
        self.venv = venv
        self.ours = ours
        self._by_hand: list[subprocess.Popen[bytes]] = []
        account.write("site/here", "")
        account.write("work/here", "")
        path = [str(venv / "bin"), str(PROGRAMS), search_path()]
        self.env: dict[str, str] = {
            "PATH": ":".join(path),
            "PROGRAMS": str(PROGRAMS),
            "SITE_NAME": "cluster one",
            "OWN_ADDRESS": _own_address(),
            "CERTIFICATE": str(tools / "certificate.pem"),
            "PGADMIN": str(PGADMIN),
            "PGADMIN_FOLDER": str(next(PGADMIN.glob("lib/*/site-packages/pgadmin4"), PGADMIN)),
        }
        if other is not None:
            self.env |= {"OTHER_UID": str(other.uid), "OTHER_GID": str(other.gid), "OTHER_NAME": other.name}
            self.env["STARTER"] = str(tools / "starter")
        if ours:
            account.write("ours/here", "")
            (account.home / "ours" / "jupyterlab_remote_ide").symlink_to(ROOT / "jupyterlab_remote_ide")
            self.env["PYTHONPATH"] = str(account.home / "ours")

    def prepare(self, shape: Shape) -> None:
        account = self.account
        for path, text in shape.files.items():
            mode = shape.modes.get(path, 0o755 if text.startswith("#!") else 0o644)
            account.write(f"site/{path}", text, mode)
        for path, program in shape.copies.items():
            account.write(f"site/{path}", (PROGRAMS / program).read_text())
        for path in shape.stale_sockets:
            with socket.socket(socket.AF_UNIX) as sock:
                sock.bind(str(account.home / path))
            os.chown(account.home / path, account.uid, account.gid)
        for command in shape.before:
            account.run(self._expanded(command), env=self.env)
        for command in shape.running:
            self._by_hand.append(account.start(self._expanded(command), env=self.env, log=subprocess.DEVNULL))
            self._listens(self._expanded(command))
        for command in shape.running_as_other:
            assert self.other is not None
            self.other.start(command, env={"PATH": self.env["PATH"]}, log=subprocess.DEVNULL)
            self._listens(command)

    def end_by_hand(self) -> None:
        """What ran before Jupyter is not Jupyter's to end, and must still be there."""
        for process in self._by_hand:
            assert process.poll() is None, f"it was ended: {process.args!r}"
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _expanded(self, command: Sequence[str]) -> list[str]:
        return [word.replace("$HOME", str(self.account.home)) for word in command]

    def _listens(self, command: Sequence[str]) -> None:
        address = next(word for word in reversed(command) if word.isdigit() or word.startswith("/"))
        there: Callable[[], bool] = (
            (lambda: socket.create_connection(("127.0.0.1", int(address)), 1).close() is None)
            if address.isdigit()
            else (lambda: Path(address).is_socket())
        )

        def check() -> bool:
            with contextlib.suppress(OSError):
                return there()
            return False

        until(check, f"{' '.join(command)} listens")

    def server(self, name: str, chosen: Sequence[Shape], base_url: str) -> Server:
        config = self.account.write(f"conf/{name}.py", site_config([one.file for one in chosen], self.ours))
        env = self.env | ({"PORT": "18750"} if name == "together" else {})
        return Server(
            self.account,
            app="server",
            base_url=base_url,
            env=env,
            venv=self.venv,
            root_dir=self.account.home / "work",
            arguments=[f"--config={config}"],
        )


def _own_address() -> str:
    """An address of this machine that localhost is not."""
    for addresses in psutil.net_if_addrs().values():
        for one in addresses:
            if one.family == socket.AF_INET and not one.address.startswith("127."):
                return one.address
    return "127.0.0.2"


def site_config(files: Sequence[Path], ours: bool) -> str:
    """One configuration of many: each file is run as Jupyter would, all their servers put together."""
    return f"""
from pathlib import Path
from traitlets.config import Config

c = get_config()
servers = {{}}
for file in {[str(file) for file in files]!r}:
    own = Config()
    code = compile(Path(file).read_text(), file, "exec")
    exec(code, {{"get_config": lambda own=own: own, "__file__": file}})
    servers.update(own.ServerProxy.servers)
c.ServerProxy.servers = servers
c.ServerApp.jpserver_extensions = {{"jupyter_server_proxy": True, "jupyterlab_remote_ide": {ours}}}
"""


class Person:
    """Opens one shape under one server, and looks until there is a verdict."""

    def __init__(
        self,
        server: Server,
        shape: Shape,
        ours: bool,
        slots: threading.Semaphore,
        session: requests.Session | None = None,
    ) -> None:
        """``session``: a browser that has logged in already."""
        self._server, self._shape, self._ours, self._slots = server, shape, ours, slots
        self._session = session or self._logged_in()
        self.seen = Seen(shape.name)

    def _logged_in(self) -> requests.Session:
        """With the login's cookie, as a browser: no header of ours reaches the program."""
        session = requests.Session()
        token = {"Authorization": f"token {self._server.token}"}
        session.get(self._server.url + "api/status", headers=token, timeout=30).raise_for_status()
        return session

    def look(self) -> Seen:
        begin = time.monotonic()
        try:
            for path in self._shape.opens:
                self._open(path, self._patience)
            first = time.monotonic()
            self.seen.seconds = round(first - begin, 2)
            for seconds in self._shape.again if self.seen.verdict == "served" else ():
                time.sleep(max(0.0, first + seconds - time.monotonic()))
                self._open(self._shape.opens[-1], 6.0)
        except Exception as error:
            self.seen.verdict, self.seen.words = "error", f"{type(error).__name__}: {error}"[:200]
        if self.seen.verdict != "served" and self._ours:
            with contextlib.suppress(Exception):
                self.seen.log = tiles.log(self._server, self._shape.tile)[-600:]
        return self.seen

    @property
    def _patience(self) -> float:
        if self._shape.server == "real":
            return REAL_SECONDS
        if self._ours:
            return OURS_SECONDS
        return WRONG_SECONDS if self._shape.wrong else STOCK_SECONDS

    def _open(self, path: str, patience: float) -> None:
        """Look again and again; the last look is the verdict."""
        deadline = time.monotonic() + patience
        errors, told, since = 0, "", 0.0
        while True:
            self._once(path)
            seen = self.seen
            line = f"{seen.verdict} {seen.state or ''} {seen.words}"
            if not seen.history or seen.history[-1] != line:
                seen.history.append(line)
            now = time.monotonic()
            if seen.verdict == "served" or now >= deadline:
                return
            if seen.verdict == "sentence":
                if line != told:
                    told, since = line, now
                if now - since >= SETTLED_SECONDS and self._is_final():
                    return
                time.sleep(0.3)
            else:
                told = ""
                time.sleep(min(RELOADS[min(errors, len(RELOADS) - 1)], max(0.1, deadline - now)))
                errors += 1

    def _is_final(self) -> bool:
        """Whether nothing more will come of it: where stock serves the page, a start is waited for."""
        if self.seen.state in ("starting", "running"):
            passing = self.seen.reason in (None, "respawning", "restarting")
            return self._shape.wrong and not passing
        return True

    def _once(self, path: str) -> None:
        with self._slots:
            if self._shape.way == "page":
                self._page(path)
            elif not self._websocket(path) and self._ours:
                words = self.seen.words
                self._page(path)
                if self.seen.verdict != "sentence":
                    self.seen.verdict, self.seen.words = "error", words

    def _tell(self, verdict: str, words: str, state: str | None = None, reason: str | None = None) -> None:
        self.seen.verdict, self.seen.words, self.seen.state, self.seen.reason = verdict, words, state, reason

    def _page(self, path: str) -> None:
        url = self._server.url + path
        answer = None
        for _ in range(8):
            try:
                answer = self._session.get(url, headers=tiles.NAVIGATION, allow_redirects=False, timeout=60)
            except requests.RequestException as error:
                return self._tell("error", type(error).__name__)
            if answer.status_code not in (301, 302, 303, 307, 308):
                break
            url = urljoin(url, answer.headers["Location"])
            if not url.startswith(self._server.url.removesuffix(self._server.base_url)):
                leads = bool(self._shape.leads_to) and url.startswith(self._shape.leads_to)
                return self._tell("served" if leads else "error", "" if leads else "leads to " + _public(url))
        assert answer is not None
        if answer.status_code == 200 and self._shape.holds in answer.text:
            return self._tell("served", "")
        if self._ours and answer.status_code == 503:
            with contextlib.suppress(AssertionError):
                state, sentence = tiles.start_page(answer)
                row = tiles.row(self._server, self._shape.tile)
                return self._tell(
                    "sentence", sentence, state, row["reason"] if row["state"] == state else None
                )
        self._tell("error", f"{answer.status_code} {_words(answer.text)}")
        if self._ours and answer.status_code == 503:
            self._no_road(url, answer.text)

    def _no_road(self, url: str, page: str) -> None:
        """No address of jupyter-server-proxy leads to it: the page that stands there in its place."""
        text = re.search(r'(?s)<p>([^<]*)</p>\s*<p id="actions">', page)
        if text is None:
            return
        reason = None
        with contextlib.suppress(requests.RequestException, ValueError):
            reason = self._session.get(url, headers=tiles.SCRIPT, timeout=30).json().get("reason")
        self._tell("sentence", html.unescape(text[1]), "missing", reason)

    def _websocket(self, path: str) -> bool:
        try:
            connection = self._server.websocket(path, timeout=15)
        except websocket.WebSocketBadStatusException as error:
            self._tell("error", str(error.status_code))
            return False
        except (OSError, websocket.WebSocketException) as error:
            self._tell("error", type(error).__name__)
            return False
        try:
            if self._shape.way == "websocket":
                connection.send_binary(b"hello")
                wanted = b"hello"
            else:
                wanted = self._shape.holds.encode()
            got = connection.recv()
            got = got.encode() if isinstance(got, str) else got
            good = got.startswith(wanted)
            self._tell("served" if good else "error", "" if good else "connected, then nothing")
            return good
        except (OSError, websocket.WebSocketException) as error:
            self._tell("error", f"connected, then {type(error).__name__}")
            return False
        finally:
            with contextlib.suppress(OSError, websocket.WebSocketException):
                connection.close()


def _words(page: str) -> str:
    """The first words that a reader sees."""
    text = re.sub(r"(?s)<(script|style|title|head)\b.*?</\1>|<[^>]+>", " ", page)
    words = re.sub(r"\s+", " ", html.unescape(text)).strip()
    jupyters = re.search(r"\b\d{3} : (.*)", words)  # its own error page, and what it adds to the status
    return (jupyters[1] if jupyters else words)[:70].strip()


def _public(url: str) -> str:
    """Without the port, which is another in every run."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}" + (":<port>" if parts.port else "") + parts.path


def _sweep_tools() -> None:
    """What a run that was killed has left: of accounts, named as the rig names them, that are no more."""
    there = {entry.pw_name for entry in pwd.getpwall()}
    for rule in Path("/etc/sudoers.d").glob("ride-ride*"):
        if rule.name.removeprefix("ride-") not in there:
            rule.unlink(missing_ok=True)
    for folder in Path(tempfile.gettempdir()).glob("ridetools-ride*-*"):
        if folder.name.split("-")[1] not in there and folder.stat().st_uid == os.getuid():
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def toolbox(user: Account, other: Account | None) -> Iterator[Path]:
    """A certificate and, where there is a second account, what runs programs as that one: for a while."""
    _sweep_tools()
    folder = Path(tempfile.mkdtemp(prefix=f"ridetools-{user.name}-"))
    folder.chmod(0o755)
    rule = Path("/etc/sudoers.d") / f"ride-{user.name}"
    try:
        key, certificate = folder / "key.pem", folder / "certificate.pem"
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
                *("-subj", "/CN=localhost", "-keyout", key, "-out", certificate),
            ],
            check=True,
            capture_output=True,
        )
        certificate.write_text(certificate.read_text() + key.read_text())
        key.unlink()
        os.chown(certificate, user.uid, user.gid)
        if other is not None:
            starter = folder / "starter"
            subprocess.run(["gcc", "-O1", "-o", starter, PROGRAMS / "starter.c"], check=True)
            os.chown(starter, 0, user.gid)
            starter.chmod(0o4750)
            if rule.parent.is_dir():
                rule.write_text(f"{user.name} ALL=({other.name}) NOPASSWD: ALL\n")
                rule.chmod(0o440)
        yield folder
    finally:
        rule.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)


def run(venv: Path, ours: bool, base_url: str, chosen: Sequence[Shape]) -> dict[str, Any]:
    """All of them under one server, the rough ones under another, and each that is `alone` by itself."""
    root = os.getuid() == 0
    seen: list[Seen] = []
    facts: dict[str, Any] = {}
    with contextlib.ExitStack() as stack:
        made = stack.enter_context(accounts("a", "b") if root else accounts("a"))
        other = made[1] if root else None
        site = Site(made[0], other, stack.enter_context(toolbox(made[0], other)), venv, ours)
        unproven = [one.name for one in chosen if one.needs_root and not root]
        chosen = [one for one in chosen if one.name not in unproven]
        for shape in chosen:
            site.prepare(shape)
        # The loud ones beside the others; the real ones, which are large, after them.
        groups = {name: [one for one in chosen if one.server == name] for name in ("together", "rough")}
        groups |= {one.name: [one] for one in chosen if one.server == "alone"}
        small = [_Group(site, base_url, name, group) for name, group in groups.items() if group]
        real = [_Group(site, base_url, "real", [one for one in chosen if one.server == "real"])]
        begin, times = time.monotonic(), []
        for some in (small, real if real[0].shapes else []):
            with ThreadPoolExecutor(10) as pool:
                for found in pool.map(_Group.look, some):
                    seen += found
            times.append(round(time.monotonic() - begin))
        facts["seconds"] = times
        facts["logs"] = {one.name: one.log for one in [*small, *real]}
        facts["slow to end"] = [one.name for one in [*small, *real] if one.slow_to_end]
        site.end_by_hand()
        facts["left"] = site.account.left(within=2)
        site.account.kill()
        for folder in Path(tempfile.gettempdir()).glob("jupyter-server-proxy-*"):  # stock never removes them
            if folder.stat().st_uid == site.account.uid:
                shutil.rmtree(folder, ignore_errors=True)
    return {"seen": [asdict(one) for one in seen], "facts": facts, "unproven": unproven}


def _end_of(file: Path, size: int = 1_000_000) -> str:
    """Of a log that a flood has gone into."""
    if not file.exists():
        return ""
    with file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - size))
        return opened.read().decode(errors="replace")


class _Group:
    """Shapes that share a server."""

    def __init__(self, site: Site, base_url: str, name: str, group: Sequence[Shape]) -> None:
        self._site, self._base_url, self.name, self.shapes = site, base_url, name, group
        self.slow_to_end = ""
        self.log = ""

    def look(self) -> list[Seen]:
        server = self._site.server(self.name, self.shapes, self._base_url)
        try:
            return self._look(server)
        except Exception as error:  # of one server: the others are looked at all the same
            self.log = _end_of(server.log_file)
            words = f"{type(error).__name__}: {error}"
            return [Seen(one.name, words=words[:300], log=self.log[-2000:]) for one in self.shapes]

    def _look(self, server: Server) -> list[Seen]:
        slots = threading.Semaphore(AT_ONCE.get(self.name, 1))
        with contextlib.ExitStack() as stack:
            stack.callback(self._end, server)
            server.start()
            apps = server.get(f"{V1}/apps").status_code
            assert apps == (200 if self._site.ours else 404), f"GET {V1}/apps is a {apps}"
            pool = stack.enter_context(ThreadPoolExecutor(len(self.shapes)))
            people = [Person(server, one, self._site.ours, slots) for one in self.shapes]
            try:
                return list(pool.map(Person.look, people))
            finally:
                self.log = _end_of(server.log_file)

    def _end(self, server: Server) -> None:
        try:
            server.stop()
        except AssertionError as error:
            self.slow_to_end = str(error)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--venv", type=Path, required=True)
    parser.add_argument("--ours", action="store_true")
    parser.add_argument("--base-url", default="/")
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--without", default="", help="one kind of SERVER")
    asked = parser.parse_args()
    wanted: Mapping[str, Shape] = {one.name: one for one in shapes.all_shapes()}
    chosen = [wanted[name] for name in asked.only] if asked.only else list(wanted.values())
    chosen = [one for one in chosen if one.server != asked.without]
    result = run((ROOT / asked.venv).absolute(), asked.ours, asked.base_url, chosen)
    for name, log in result["facts"].pop("logs").items():
        asked.out.with_name(f"{asked.out.stem}-{name}.log").write_text(log)
    asked.out.write_text(json.dumps(result, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
