"""What one sees while an app, or a port, does not answer: what is going on, and a way back. Pure text.

An app's page follows it by script and reloads once when it runs. Everything put into a page is escaped.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

_TLS = "It speaks TLS, which does not work behind Jupyter: switch TLS off in its settings, then restart it."
_WHO = (
    "Another account ({account}) uses {place}",
    "Another account uses {place}",
    "Somebody else on this machine answers in its place",
)
_STRANGER = (
    *(
        f"{{?fixed}}{who}; nothing was sent to it. The app is set to this address: ask your administrator."
        for who in _WHO
    ),
    *(f"{who}; nothing was sent to it. Started again, the app takes another port." for who in _WHO),
)
# What state and reason mean for the reader; the most exact key wins. Of several sentences the first counts
# whose facts are known: {pid} stands for itself, {?fixed} and {!seen} for nothing, and must be so or not.
# {place}, at the beginning {Place}, is "port 80" or "the socket /x", from the fact "address".
SENTENCES: Mapping[str, str | tuple[str, ...]] = {
    "starting": "It is starting. The app appears here as soon as it answers.",
    "starting/respawning": "It ended unexpectedly and is being started again.",
    "starting/restarting": "It is being restarted.",
    "starting/other-user-on-port": _STRANGER,
    "starting/listens-elsewhere": (
        "It listens on port {port}, but {expected} is expected. Its settings may say where it listens.",
        "It does not listen where it is expected. Its settings may say where it listens.",
    ),
    "starting/speaks-tls": _TLS,
    "running": "It runs. One moment…",
    "stopped": "It does not run.",
    "stopped/stopped-by-person": "It was stopped. It stays so until you start it.",
    "stopped/exited": "It has ended by itself. It starts again when you say so.",
    "stopped/not-owner": "It does not run. Only the owner of this server can start it.",
    "stopped/ide-token": "It does not run. An API token made for an IDE cannot start it.",
    "stopped/cross-site": "It does not run. Perhaps another web page asked for it, which may not start it.",
    "running/stopping": "It is being stopped.",
    "running/other-user-on-port": _STRANGER,
    "unhealthy": "It runs, but does not work as it should. The log may say why.",
    "unhealthy/answers-5xx": (
        "It runs, but answers with an error ({status}). The log may say why.",
        "It runs, but answers with an error. The log may say why.",
    ),
    "unhealthy/redirects-away": (
        "It sends its visitors away from this server, to {location}.",
        "It sends its visitors away from this server.",
    ),
    "unhealthy/paused": "It is paused: a signal stopped it. Continue it in a terminal, or restart it.",
    "unhealthy/speaks-tls": _TLS,
    "unhealthy/not-answering": "It runs, but does not answer.",
    "unhealthy/other-user-on-port": _STRANGER,
    "failed": "It could not be started. The log may say why.",
    "starting/command-ended": "Its command has ended. Perhaps something that it started listens in a moment.",
    "starting/silent": "It takes connections, but has not answered yet.",
    "failed/speaks-tls": _TLS,
    "failed/silent": "It takes connections, but never answered.",
    "failed/port-taken": (
        "{Place} is used by {program} (pid {pid}). This app needs it for itself.",
        "{Place} is used by another program. This app needs it for itself.",
        "Another program uses its address.",
    ),
    "failed/other-user-on-port": _STRANGER,
    "failed/not-ended": (
        "{!seen}Perhaps it still runs: this server cannot see its processes.",
        "It could not be ended: pid {pids} of the account {account} still runs.",
        "It could not be ended: pid {pids} still runs.",
        "It could not be ended.",
    ),
    "failed/interpreter-missing": (
        "It cannot run: its script needs {interpreter}, which is not on this server.",
        "It cannot run: a program that its script needs is not on this server.",
    ),
    "failed/folder-missing": (
        "It cannot run: its folder {folder} is gone or cannot be entered.",
        "It cannot run: its folder is gone or cannot be entered.",
    ),
    "failed/crash-loop": "It ended again and again, so it is not started any more. The log may say why.",
    "failed/exited-before-ready": "It ended before it was ready. The log may say why.",
    "failed/start-timeout": "It did not answer within the time that is allowed for a start.",
    "failed/not-http": "Something answers in its place, but not as a web page does.",
    "failed/command-failed": "The command that starts it could not be made. The log says why.",
    "failed/cannot-execute": (
        "The program is there, but cannot be executed: {message}.",
        "The program is there, but cannot be executed. The log says why.",
    ),
    "missing": "It is not available on this server.",
    "missing/program-missing": (
        "The program {program} is not installed on this server, or not on its PATH.",
        "The program is not installed on this server, or not on its PATH.",
    ),
    "missing/needs-server-restart": "The program came after this server had started: restart the server.",
    "missing/wrapper-failed": "Its wrapper failed to load when this server started; its log says why.",
    "missing/not-configured": "Its definition has neither a command nor an address.",
    "failed/bad-definition": "Its definition has a value of a wrong kind. The log says which.",
    "missing/bad-definition": "Its definition has a value of a wrong kind. Ask your administrator.",
    "missing/name-never-matches": (
        "No address fits it, because of characters in its name. Rename it in the configuration: letters, "
        "digits, - and _ always work."
    ),
    "missing/name-taken": (
        "Another page or app of this server has its address. Rename one of them in the configuration."
    ),
    "failed/command-empty": "The function that makes its command returned nothing. Ask your administrator.",
    "failed/bad-command": "Its command is not a list of texts that could be run. The log says what it is.",
    "failed/environment-failed": "Its environment could not be made. The log says why.",
    "failed/unknown-placeholder": (
        "Its {part} has {placeholder}, which nobody fills in; known are {known}. Ask your administrator.",
        "Its definition has a placeholder that nobody fills in. The log says which.",
    ),
    "module-needed": "Its environment module must be loaded first.",
    "external/runs-outside": (
        "It runs, but was not started from here (pid {pid}). It does not answer at the moment.",
        "It runs, but was not started from here. It does not answer at the moment.",
    ),
    "external": "Somebody else runs this program, and it does not answer at the moment.",
}
FAILURE = (
    "It runs, but a function of its definition ({part}) failed, so nothing can be passed on to it. "
    "The log in the Remote IDE panel says why."
)
PortState = Literal["refused", "silent", "foreign"]
PORT_SENTENCES: Mapping[PortState, str] = {
    "refused": "No program listens there: it has ended, or is still starting. Its terminal may say why.",
    "silent": "A program listens there, but gave no answer that a browser could show.",
    "foreign": (
        "A program of another account listens there. It would get your login, so nothing is sent to it. "
        "Start yours on another port."
    ),
}
_HERE = Path(__file__).parent
_PARTS: dict[str, str] = {}
_FACT = re.compile(r"\{([?!]?)(\w+)\}")


def sentence(state: str, reason: str | None, detail: Mapping[str, object] | None = None) -> str:
    """As the function of this name in startpage.html says it, too."""
    facts = dict(detail or {})
    address = str(facts.get("address") or "")
    if address:
        place = f"the socket {address}" if address.startswith("/") else f"port {address}"
        facts["place"], facts["Place"] = place, place[0].upper() + place[1:]
    for key in (f"{state}/{reason}", state):
        found = SENTENCES.get(key, ())
        for text in (found,) if isinstance(found, str) else found:
            if all(_holds(kind, facts.get(name)) for kind, name in _FACT.findall(text)):
                return _FACT.sub(lambda match: "" if match[1] else str(facts[match[2]]), text)
    return ""


def _holds(kind: str, value: object) -> bool:
    if kind:
        return value is (kind == "?")
    return value is not None and value != ""


def render(app: Mapping[str, Any], api_url: str, back_url: str) -> str:
    """The page for one row of the topic. ``api_url`` ends in ``remote-ide/v1/``; all URLs below the host."""
    data = {
        "app": {key: app[key] for key in ("name", "title", "state", "reason", "since", "install_hint")}
        | {"detail": app.get("detail")},
        "api": api_url,
        "sentences": dict(SENTENCES),
    }
    return _page(
        "startpage.html",
        title=str(app["title"]),
        text=sentence(app["state"], app["reason"], app.get("detail")),
        hint=str(app["install_hint"] or ""),
        state=str(app["state"]),
        back=back_url,
        data=data,
    )


def render_host(app: Mapping[str, Any], app_url: str, api_url: str, back_url: str) -> str:
    """The page with a bar around an app in a frame of the same origin."""
    data = {"name": app["name"], "api": api_url, "url": app_url}
    return _page("hostpage.html", title=str(app["title"]), app=app_url, back=back_url, data=data)


def render_port(port: str, state: PortState, back_url: str) -> str:
    """The page of a port where nothing answers. It does not ask again by itself: that would be activity."""
    text = PORT_SENTENCES[state]
    title = f"Port {port} is not yours" if state == "foreign" else f"Port {port} does not answer"
    return _page("portpage.html", title=title, text=text, back=back_url, data=None)


def render_no_road(title: str, text: str, back_url: str) -> str:
    """The page at an address that nothing answers."""
    return _page("portpage.html", title=title, text=text, back=back_url, data=None)


def render_failure(title: str, part: str, back_url: str) -> str:
    """The page of an app that runs, but whose definition fails with each request."""
    return _page("portpage.html", title=title, text=FAILURE.format(part=part), back=back_url, data=None)


def _page(name: str, data: object, **values: str) -> str:
    """Fill ``{{name}}`` places: text is escaped for elements and attributes, data for a script element."""
    if name not in _PARTS:
        _PARTS[name] = (_HERE / name).read_text(encoding="utf-8")
    pieces = _PARTS[name].split("{{")
    page = [pieces[0]]
    for piece in pieces[1:]:
        key, rest = piece.split("}}", 1)
        page.append(_script(data) if key == "data" else html.escape(values[key]))
        page.append(rest)
    return "".join(page)


def _script(data: object) -> str:
    text = json.dumps(data)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
