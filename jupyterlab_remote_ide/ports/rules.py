"""The frameworks, by what tells of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .frameworks.framework import Command, Framework
from .frameworks.ours import FRAMEWORKS


class Rules:
    """Of two frameworks with one name the first is known; of two that know a program, the first has it."""

    def __init__(self, frameworks: Iterable[Framework]) -> None:
        self._by_name: dict[str, Framework] = {}
        for framework in frameworks:
            self._by_name.setdefault(framework.name, framework)
        self._known = tuple(self._by_name.values())
        self._by_program: dict[str, Framework] = {}
        for framework in self._known:
            for program in (framework.name, *framework.programs):
                self._by_program.setdefault(program, framework)

    def named(self, name: str | None) -> Framework | None:
        return self._by_name.get(name) if name else None

    def of_command(self, command: Command) -> Framework | None:
        """Who says that this is its command line, else whose program or module it is."""
        for framework in self._known:
            if framework.matches is not None and framework.matches(command):
                return framework
        program = command.program
        below = None if program.endswith((".py", ".js")) else self._by_name.get(program.split(".")[0])
        return self._by_program.get(program, below)

    def of_headers(self, headers: Mapping[str, str]) -> Framework | None:
        """Who is named in an answer. That may be the library below: the command line tells more."""
        return next(
            (
                framework
                for framework in self._known
                for name, part in framework.headers
                if part in headers.get(name, "").lower()
            ),
            None,
        )


OURS = Rules(FRAMEWORKS)
