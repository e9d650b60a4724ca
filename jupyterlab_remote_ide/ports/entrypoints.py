"""The frameworks that other packages bring, by the entry point group ``jupyterlab_remote_ide.frameworks``:
``name = module:value``, value a ``Framework`` or a function that returns one.

Nothing of theirs ends the list of ports: what is wrong is told in the log, once, and left out.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from importlib.metadata import EntryPoint, entry_points
from operator import itemgetter
from typing import Any, get_args

from jupyterlab_remote_ide.redact import clean, one_line

from . import oneline
from .frameworks.framework import Command, Framework, LinkKind
from .frameworks.ours import FRAMEWORKS
from .rules import OURS, Rules

GROUP = "jupyterlab_remote_ide.frameworks"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_PATH = re.compile(r"(/[!-~]*)?")


def read(log: logging.Logger) -> Rules:
    """Theirs and ours. Blocks: it walks the metadata of all installed packages and imports what they name.

    As in the catalog of apps theirs go before ours, and the later of two before the earlier: here by the
    names of the packages.
    """
    theirs: dict[str, tuple[Framework, str]] = {}
    try:
        points = [(_package(point), point.name, point) for point in entry_points(group=GROUP)]
    except Exception as error:  # one damaged package is enough
        log.warning("Remote IDE: the frameworks of other packages are not known: %r", error)
        return OURS
    for package, name, point in sorted(points, key=itemgetter(0, 1)):
        try:
            value = point.load()
            framework = checked(value() if callable(value) else value)
        except (Exception, SystemExit) as error:
            _leave_out(log, name, package, _told(error))
            continue
        if framework.name in theirs:
            _, other = theirs.pop(framework.name)
            _leave_out(log, framework.name, other, f"the package {package} brings one of that name")
        theirs[framework.name] = _careful(framework, package, log), package
    return Rules([*(framework for framework, _ in reversed(theirs.values())), *FRAMEWORKS])


def _text(value: object) -> bool:
    return isinstance(value, str) and one_line(value).strip() != ""


def _texts(value: object) -> bool:
    return isinstance(value, (tuple, list)) and all(map(_text, value))


# Of each field: what it has to be, and how that is said.
_CHECKS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "name": (
        lambda value: isinstance(value, str) and bool(_NAME.fullmatch(value)),
        "a word of small letters, digits, '.', '_' and '-'",
    ),
    "title": (_text, "a text to be shown"),
    "link": (lambda value: value in get_args(LinkKind), "'strip' or 'absolute'"),
    "path": (
        lambda value: isinstance(value, str) and bool(_PATH.fullmatch(value)),
        "a path that begins with '/', with nothing that has to be quoted",
    ),
    "hint": (lambda value: value is None or _text(value), "a text"),
    "needs_name": (lambda value: isinstance(value, bool), "True or False"),
    "takes_module": (lambda value: isinstance(value, bool), "True or False"),
    "programs": (_texts, "a tuple of names"),
    "headers": (
        lambda value: (
            isinstance(value, (tuple, list)) and all(_texts(pair) and len(pair) == 2 for pair in value)
        ),
        "a tuple of pairs, a header and a part of its value",
    ),
    "matches": (lambda value: value is None or callable(value), "a function"),
}


def checked(value: object) -> Framework:
    """What is shown of it without control characters and the like. Raises ``ValueError`` for what is none."""
    if not isinstance(value, Framework):
        msg = f"it is no Framework, but {type(value).__name__}"
        raise ValueError(msg)
    given = {field.name: getattr(value, field.name) for field in fields(Framework)}
    for name, (good, what) in _CHECKS.items():
        if not good(given[name]):
            msg = f"its {name} is not {what}"
            raise ValueError(msg)
    given["title"] = oneline.label(given["title"])
    given["hint"] = given["hint"] and "\n".join(map(clean, given["hint"].splitlines()))
    given["programs"] = tuple(given["programs"])
    given["headers"] = tuple((name.lower(), part.lower()) for name, part in given["headers"])
    return Framework(**given)


def _careful(framework: Framework, package: str, log: logging.Logger) -> Framework:
    """A rule that fails knows no program."""
    ask, told = framework.matches, False
    if ask is None:
        return framework

    def matches(command: Command) -> bool:
        nonlocal told
        try:
            answer: object = ask(command)
            if isinstance(answer, bool):
                return answer
            problem = f"answered with {type(answer).__name__}, neither True nor False"
        except (Exception, SystemExit) as error:  # its words may be those of a command line
            problem = f"raised {type(error).__name__}"
        if not told:
            told = True
            log.warning(
                "Remote IDE: the rule of the framework %r of the package %s is passed over: it %s",
                *(framework.name, package, problem),
            )
        return False

    return replace(framework, matches=matches)


def _leave_out(log: logging.Logger, name: str, package: str, problem: str) -> None:
    problem = one_line(" ".join(problem.split()))
    log.warning("Remote IDE: the framework %r of the package %s is left out: %s", name, package, problem)


def _package(point: EntryPoint) -> str:
    try:
        name = point.dist.name if point.dist else None
    except Exception:  # a package without its own description
        name = None
    return one_line(name or point.value.partition(":")[0].partition(".")[0])


def _told(error: BaseException) -> str:
    return str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
