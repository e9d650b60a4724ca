"""What is known of a web framework: data, and at most one pure rule. A part of the public contract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

LinkKind = Literal["strip", "absolute"]


@dataclass(frozen=True)
class Command:
    """A command line. ``program``: the file that runs, without its folder, or the module; behind the
    interpreter where there is one. ``arguments``: what follows it. ``words``: all of them. Values of options
    whose name tells of a secret are masked."""

    words: tuple[str, ...]
    program: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Framework:
    """How a framework is known, in the order in which that is asked, and what is said of it.

    ``matches``: tells its command lines where a name does not. Pure and quick: asked for each row, often.
    ``name``: a stable word; a program or module of this name is it, and so is a module below that.
    ``programs``: further names of programs and modules, without what is below. ``headers``: a header of an
    answer and a part of its value, both in small letters; asked where the command line tells nothing.

    ``title``: what it is called. ``link``: ``strip`` where the program does not see its prefix
    (``proxy/<port>/``), ``absolute`` where it wants to (``proxy/absolute/<port>/``); a prefix on the command
    line goes before. ``path``: its page, after the prefix. ``hint``: what to change so that it works there,
    ``None`` where nothing needs to; ``{P}`` and ``{A}`` stand for the two prefixes without the last slash,
    ``{host}`` for the host's name, ``{file}`` for what runs. ``needs_name``: whether a file or module
    belongs into the label. ``takes_module``: whether its command line names the app as ``module:attribute``;
    elsewhere two words with a colon may be a user and a password.
    """

    name: str
    title: str
    link: LinkKind = "strip"
    path: str = "/"
    hint: str | None = None
    needs_name: bool = True
    takes_module: bool = False
    programs: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    matches: Callable[[Command], bool] | None = None
