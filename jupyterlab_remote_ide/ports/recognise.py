"""Which framework it is, what to call it, and which link works: from the command line, else from a header.

The port number never decides: 5000 is Flask or MLflow, 8000 is five things. Frameworks differ in what they
need behind a prefix: most want it stripped (``proxy/<port>/``), some want to see it
(``proxy/absolute/<port>/``), and some need an option, which is the hint. Where the command line already holds
the prefix, that decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .frameworks.framework import Command, Framework, LinkKind
from .rules import OURS, Rules

_NOT_WEB = frozenset(
    "sshd dropbear postgres mysqld mariadbd redis-server mongod memcached slurmd Xvnc Xtigervnc".split()
)
_INTERPRETERS = (
    "python",
    "pypy",
    "node",
    "ruby",
    "perl",
    "Rscript",
    "R",
    "java",
    "bash",
    "sh",
    "deno",
    "bun",
)
# Code on the command line, in the spellings of all interpreters; -c and -m are told apart elsewhere.
_CODE = re.compile(r"-[A-Za-z]{0,2}[ceE]|-pe?|--(eval|print|execute|command)(=.*)?", re.DOTALL)
_FILE = re.compile(r"[\w.+-]+\.(py|ipynb|R|js|mjs|ts|md|jar)")
_MODULE = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*(\(\))?")
_PLAIN = re.compile(r"[\w.+-]+(:[\w.]+)?(\(\))?")
# Options without a value, of those who name their app as module:attribute: what follows is the app.
_SWITCHES = frozenset(
    "--reload --factory --proxy-headers --no-proxy-headers --access-log --no-access-log --use-colors"
    " --no-use-colors --preload --daemon -D --debug".split()
)


@dataclass(frozen=True)
class Known:
    """``framework`` is the name of one or ``None``; ``name`` is the file or module that runs."""

    framework: str | None
    label: str
    name: str | None
    link: LinkKind | None = None  # decided by the command line


def recognise(
    argv: Sequence[str], headers: Mapping[str, str], strip: str, absolute: str, rules: Rules = OURS
) -> Known:
    """Name the program with these arguments and these headers of its answer.

    ``strip`` and ``absolute`` are its two prefixes without the last slash.
    """
    words = tuple(word for word in argv if word)
    program, rest = _program(words)
    said = rules.of_command(Command(words, _module(program), tuple(rest))) if words else None
    framework = said or rules.of_headers(headers)
    name = _name(program, rest, said)
    given = _given(words, strip, absolute)
    if framework is None:
        label = (
            f"{_base(words[0])}: {name}" if words and name and name != _base(words[0]) else name or program
        )
        return Known(None, label, name, given)
    label = f"{framework.title}: {name}" if framework.needs_name and name else framework.title
    return Known(framework.name, label, name, given)


def link(known: Known, strip: str, absolute: str, rules: Rules = OURS) -> str:
    """The path to open: with a trailing slash, but for Next, which redirects that away."""
    framework = rules.named(known.framework)
    kind = known.link or (framework.link if framework else "strip")
    return (absolute if kind == "absolute" else strip) + (framework.path if framework else "/")


def hint(known: Known, strip: str, absolute: str, host: str, rules: Rules = OURS) -> str | None:
    """What to change so that the app works behind its prefix; ``None`` where nothing needs to."""
    framework = rules.named(known.framework)
    if framework is None or framework.hint is None or known.link is not None:
        return None
    text = framework.hint
    for mark, value in (
        ("{P}", strip),
        ("{A}", absolute),
        ("{host}", host),
        ("{file}", known.name if known.name and _PLAIN.fullmatch(known.name) else "app.py"),
    ):
        text = text.replace(mark, value)
    return text


def speaks_http(argv: Sequence[str]) -> bool:
    """Whether it is worth asking; databases and their like log every stray request."""
    return not argv or _base(argv[0]) not in _NOT_WEB


def is_kernel(argv: Sequence[str]) -> bool:
    """A kernel's command line names its connection file, whoever started it."""
    return any(_base(arg).startswith("kernel-") and arg.endswith(".json") for arg in argv)


def is_debugger(argv: Sequence[str]) -> bool:
    return any("debugpy/adapter" in arg or arg == "debugpy.adapter" for arg in argv)


def _base(path: str) -> str:
    return path.split(" ")[0].rstrip(":").rsplit("/", 1)[-1]  # "nginx: master process"


def _interpreter(word: str) -> bool:
    return _base(word).rstrip("0123456789.") in _INTERPRETERS


def _program(words: Sequence[str]) -> tuple[str, list[str]]:
    """The program behind an interpreter, and its arguments: ``flask``, ``[run]``."""
    if not words:
        return "", []
    if not _interpreter(words[0]):
        return _base(words[0]), list(words[1:])
    rest = list(words[1:])
    while rest and rest[0].startswith("-") and rest[0] != "-m":
        takes_value = rest[0] in ("-X", "-W", "-cp", "-classpath", "--require", "-r")
        if not takes_value and _CODE.fullmatch(rest[0]):
            return _base(words[0]), []
        rest = rest[2 if takes_value else 1 :]
    if rest[:1] == ["-m"]:
        return (rest[1] if len(rest) > 1 else ""), rest[2:]
    if not rest:
        return _base(words[0]), []
    return _base(rest[0]), rest[1:]


def _module(program: str) -> str:
    return program.removesuffix(".__main__").removesuffix(".exe")


def _name(program: str, rest: Sequence[str], said: Framework | None) -> str | None:
    """The file or module that runs, without its folder; never the value of an option that nobody knows."""
    if program.endswith((".py", ".js", ".mjs", ".ts", ".R", ".ipynb", ".jar")) and not (
        said and program in said.programs
    ):
        return program
    takes_module = said is not None and said.takes_module
    previous = ""
    for word in rest:
        value = word.partition("=")[2] if word.startswith("--app=") else word
        if word.startswith("-") and not word.startswith("--app="):
            previous = word
            continue
        base = _base(value)
        known = previous in ("", "--app", "-A") or previous in _SWITCHES
        if (known or said is not None) and _FILE.fullmatch(base):
            return base
        if takes_module and known and (_MODULE.fullmatch(base) or _app_option(word, previous, base)):
            return base
        previous = ""
    return None


def _app_option(word: str, previous: str, value: str) -> bool:
    """Flask's ``--app`` takes a bare module as well."""
    named = word.startswith("--app=") or previous in ("--app", "-A")
    return named and all(part.isidentifier() for part in value.split("."))


def _given(words: Sequence[str], strip: str, absolute: str) -> LinkKind | None:
    """The link whose prefix already stands on the command line, as the value of any option."""
    values = {word.rpartition("=")[2].strip("/") for word in words}
    if absolute.strip("/") in values:
        return "absolute"
    return "strip" if strip.strip("/") in values else None
