"""A person who opens one configuration after another, and what is seen."""

from __future__ import annotations

import contextlib
import html
import re
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import requests
import tiles
import websocket
from reading import data_of, words_of
from rig import Server
from shapes import Shape

# How long a person goes on reloading what shows an error, and waits on a page that says "starting".
# Stock shows a program that is up after 12 s at 21 s (its pauses double); what is wrong stays wrong.
STOCK_SECONDS, WRONG_SECONDS, OURS_SECONDS, REAL_SECONDS = 30.0, 9.0, 45.0, 120.0
RELOADS = (1.0, 2.0, 4.0, 6.0, 6.0, 6.0)
SETTLED_SECONDS = 4.0


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
            passing = self.seen.reason in (None, "respawning", "restarting", "command-ended")
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
                state, reason = tiles.start_page(answer)
                return self._tell("sentence", words_of(answer.text), state, reason)
            data = data_of(answer.text)
            if data:  # no address of jupyter-server-proxy leads to it
                return self._tell("sentence", words_of(answer.text), "missing", data["reason"])
        self._tell("error", f"{answer.status_code} {_words(answer.text)}")

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
