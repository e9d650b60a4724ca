"""What one sees while an app, or a port, does not answer: what is going on, and a way back. Pure text.

An app's page follows it by script and reloads once when it runs. Everything put into a page is escaped.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

_STRANGER = "Somebody else on this machine answers in its place and is sent nothing. Restart it."
# What state and reason mean for the reader; the most exact key wins.
SENTENCES: Mapping[str, str] = {
    "starting": "It is starting. The app appears here as soon as it answers.",
    "starting/respawning": "It ended unexpectedly and is being started again.",
    "starting/restarting": "It is being restarted.",
    "running": "It runs. One moment…",
    "stopped": "It does not run.",
    "stopped/stopped-by-person": "It was stopped. It stays so until you start it.",
    "stopped/exited": "It has ended by itself. It starts again when you say so.",
    "stopped/not-owner": "It does not run. Only the owner of this server can start it.",
    "stopped/ide-token": "It does not run. An API token made for an IDE cannot start it.",
    "stopped/cross-site": "It does not run, and another web page, which asked for it, may not start it. You can.",
    "running/stopping": "It is being stopped.",
    "running/other-user-on-port": _STRANGER,
    "unhealthy": "It runs, but does not work as it should. The log may say why.",
    "unhealthy/answers-5xx": "It runs, but answers with an error. The log may say why.",
    "unhealthy/not-answering": "It runs, but does not answer.",
    "unhealthy/other-user-on-port": _STRANGER,
    "failed": "It could not be started. The log may say why.",
    "failed/crash-loop": "It ended again and again, so it is not started any more. The log may say why.",
    "failed/exited-before-ready": "It ended before it was ready. The log may say why.",
    "failed/start-timeout": "It did not answer within the time that is allowed for a start.",
    "failed/not-http": "Something answers in its place, but not as a web page does.",
    "failed/command-failed": "The command that starts it could not be made. The log says why.",
    "failed/cannot-execute": "The program is there, but cannot be executed. The log says why.",
    "missing": "It is not available on this server.",
    "missing/program-missing": "The program is not installed on this server, or not on its PATH.",
    "missing/needs-server-restart": "The program came after this server had started: restart the server.",
    "missing/wrapper-failed": "Its wrapper failed to load when this server started; its log says why.",
    "missing/not-configured": "Its definition has neither a command nor an address.",
    "module-needed": "Its environment module must be loaded first.",
    "external": "Somebody else runs this program, and it does not answer at the moment.",
}
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


def sentence(state: str, reason: str | None) -> str:
    return SENTENCES.get(f"{state}/{reason}") or SENTENCES.get(state, "")


def render(app: Mapping[str, Any], api_url: str, back_url: str) -> str:
    """The page for one row of the topic. ``api_url`` ends in ``remote-ide/v1/``; all URLs below the host."""
    data = {
        "app": {key: app[key] for key in ("name", "title", "state", "reason", "since", "install_hint")},
        "api": api_url,
        "sentences": dict(SENTENCES),
    }
    return _page(
        "startpage.html",
        title=str(app["title"]),
        text=sentence(app["state"], app["reason"]),
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
