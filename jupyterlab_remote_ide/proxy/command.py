"""Asks a server of jupyter-server-proxy what to run and in which environment, and says exactly what is wrong
with what it answers.

Both come from functions of an administrator or of a wrapper, or from lists with placeholders. What they raise
tells little (``KeyError: 'foo'``); the frame it was raised in, ``_render_template`` of jupyter-server-proxy,
tells that it is about a placeholder or a type, and which. Where that is gone, the error itself is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any

from jupyterlab_remote_ide.redact import mask
from jupyterlab_remote_ide.tasks import Aside, NoAnswer

from .server import CommandFailed, NotManaged

# A wrapper may run its program to ask for its options; from a slow disk that takes a while.
ANSWER_SECONDS = 60.0
KNOWN = "{port}, {unix_socket}, {base_url}"
_RENDER = "_render_template"
_PLACES = re.compile(r"\{\{|\}\}|\{[^{}]*\}|[{}]")
_FILLED = {"port": 1, "unix_socket": "", "base_url": "/"}


async def make(handler: Any) -> tuple[list[str], Mapping[str, str]]:
    """The command, and the variables that it wants beside those of this server.

    A wrapper may run its program to ask for its options: not on the event loop. Raises ``CommandFailed``, or
    ``NotManaged`` for a function that returns an empty list: somebody else runs it.
    """
    command = await _ask(handler.get_cmd, "command")
    if command is None:
        raise _returned(command)
    if not command:
        raise NotManaged
    if not isinstance(command, list) or not all(isinstance(word, str) for word in command):
        raise _returned(command)
    environment = await _ask(handler.get_env, "environment")
    if not isinstance(environment, Mapping):
        msg = f"its environment is no dict, but {_type(environment)}"
        raise CommandFailed(msg, reason="environment-failed", detail={"type": _type(environment)})
    return command, environment


async def _ask(function: Callable[[], Any], part: str) -> Any:
    # Each in a thread of its own, that does not keep the server from ending: one may hang for ever.
    try:
        return await Aside(f"Remote IDE: {part}", idle=0).run(function, ANSWER_SECONDS)
    except NoAnswer as error:
        msg = f"the function that makes its {part} has not answered within {ANSWER_SECONDS:.0f} seconds"
        raise CommandFailed(msg) from error
    except SystemExit as error:  # else it would end this server
        msg = f"the function that makes its {part} wanted to end the program ({error})"
        raise CommandFailed(msg) from error
    except Exception as error:
        raise _failure(error, part) from error


def _failure(error: Exception, part: str) -> CommandFailed:
    frames = _frames(error)
    if not frames or frames[-1].f_code.co_name != _RENDER or "value" not in frames[-1].f_locals:
        message = str(error) or type(error).__name__
        if part == "environment":
            detail = {"error": type(error).__name__}
            return CommandFailed(f"its environment: {message}", reason="environment-failed", detail=detail)
        return CommandFailed(message, missing=isinstance(error, FileNotFoundError))
    value = frames[-1].f_locals["value"]
    if isinstance(value, str):
        wrong = _wrong_place(value)
        msg = f"{wrong} in its {part} is no placeholder; known are {KNOWN}, and braces are doubled"
        detail = {"placeholder": wrong, "known": KNOWN, "part": part}
        return CommandFailed(msg, reason="unknown-placeholder", detail=detail)
    whole = sum(frame.f_code.co_name == _RENDER for frame in frames) == 1
    if part == "environment":
        msg = f"its environment {'is' if whole else 'has'} {_type(value)}; a dict of strings is wanted"
        return CommandFailed(msg, reason="environment-failed", detail={"type": _type(value)})
    return _returned(value, whole)


def _returned(value: object, whole: bool = True) -> CommandFailed:
    """``whole``: it stands in place of the list, not in it."""
    if value is None and whole:
        msg = "the function that makes its command returned nothing (None)"
        return CommandFailed(msg, reason="command-empty")
    if whole and isinstance(value, list):
        value = next((word for word in value if not isinstance(word, str)), value)
        whole = False
    msg = f"its command {'is' if whole else 'has'} {_type(value)}; a list of strings is wanted"
    return CommandFailed(msg, reason="bad-command", detail={"type": _type(value), "in_list": not whole})


def _frames(error: Exception) -> list[FrameType]:
    frames, traceback = [], error.__traceback__
    while traceback is not None:
        frames.append(traceback.tb_frame)
        traceback = traceback.tb_next
    return frames


def _wrong_place(text: str) -> str:
    """The first thing in braces, or brace, that ``str.format`` cannot fill; nothing of the text around it:
    visitors read it, and a command may hold a password."""
    for match in _PLACES.finditer(text):
        place = match.group()
        try:
            place.format(**_FILLED)
        except Exception:
            place = mask(place)  # it may be JSON whose braces are not doubled
            return place if len(place) <= 40 else f"{place[:39]}…"
    return "{…}"


def _type(value: object) -> str:
    return type(value).__name__
