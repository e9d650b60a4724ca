"""The user's own configuration file of code-server, without what would move, lock or publish our tile.

code-server reads ``--config``, else ``$CODE_SERVER_CONFIG``, else ``code-server/config.yaml`` in
``$XDG_CONFIG_HOME`` (src/node/cli.ts, 4.16 to 4.139); each key is a flag, and the command line beats it. So a
key that our command line lacks counts: ``cert: true`` alone makes it speak TLS. It gets a copy without such
keys. The user's file is only read; what stands in it gets into no command line and no log, as a password may.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

# Where it listens, with which certificate, who may come in, and what it passes on or opens by itself.
LEFT_OUT = frozenset(
    (
        *("bind-addr", "host", "port", "socket", "socket-fd", "socket-mode", "session-socket"),
        *("cert", "cert-host", "cert-key"),
        *("auth", "password", "hashed-password", "trusted-origins", "skip-auth-preflight"),
        *("proxy-domain", "abs-proxy-base-path", "link", "open", "config"),
    )
)
# A page of settings has 1 KB. A parser in Python takes a second for 100 KB.
_MOST_BYTES = 64 * 1024
# "cert=x: y" would become the flag --cert=x=y.
_NAME = re.compile(r"[\w-]{1,64}", re.ASCII)
_written: set[str] = set()


class NotUnderstood(Exception):
    """The user's file, in words that hold nothing of its content."""


def copy(target: str) -> str | None:
    """Write the cleaned file to ``target``, which only this account may read. Says what was not understood.

    Raises ``OSError`` where it cannot be written, and nothing else.
    """
    problem: str | None = None
    config: Mapping[str, Any] = {}
    try:
        path = _path()
    except RuntimeError:  # an account without a home
        path = None
    if path is not None:
        try:
            config = clean(_read(path))
        except NotUnderstood as error:
            problem = f"Remote IDE: {path} {error}, so code-server starts without these settings."
    Path(target).unlink(missing_ok=True)
    if target not in _written:
        _written.add(target)
        atexit.register(_remove, target)  # where our own folder of sockets is not in use
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(config, file)  # which is YAML, too, and says of "yes" and "1e3" that they are text
    return problem


def clean(data: bytes) -> dict[str, Any]:
    """What still counts of a configuration file. Raises ``NotUnderstood``."""
    import yaml  # jupyter_server has it with jupyter_events

    class Loader(yaml.SafeLoader):
        """Takes a value as it is written: "on" and "2024-01-01" are no truths and days for code-server."""

        yaml_implicit_resolvers = {  # noqa: RUF012 - as it is in the base
            first: [pair for pair in pairs if pair[0].endswith(":null")]
            for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

        def flatten_mapping(self, node: object) -> None:
            """No merge keys: a page of them can grow without end."""

    problem = "is no list of settings"
    try:
        found = yaml.load(data, Loader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        # Its message would quote the file.
        mark = getattr(error, "problem_mark", None)
        problem = "is no YAML" if mark is None else f"is no YAML (line {mark.line + 1})"
        found = problem
    except (RecursionError, ValueError, OverflowError, TypeError):
        found = problem = "is no YAML"
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise NotUnderstood(problem)
    values = {name: _plain(value) for name, value in found.items() if _counts(name)}
    return {name: value for name, value in values.items() if value not in ("", [])}


def _counts(name: object) -> bool:
    return isinstance(name, str) and _NAME.fullmatch(name) is not None and name not in LEFT_OUT


def _plain(value: object) -> Any:
    """A value that makes a flag, or an empty one: code-server ends at a flag without a value."""
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str) and item]
    return value if value is None or isinstance(value, str | bool | int | float) else ""


def _path() -> Path:
    own = os.environ.get("CODE_SERVER_CONFIG")
    if own:
        return Path(own)
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "code-server" / "config.yaml"


def _read(path: Path) -> bytes:
    """Never waits: a FIFO is opened without blocking, and not read."""
    problem = "cannot be read"
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        try:
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                with os.fdopen(descriptor, "rb", closefd=False) as file:
                    data = file.read(_MOST_BYTES + 1)
                if len(data) <= _MOST_BYTES:
                    return data
                problem = "is too large"
            else:
                problem = "is no plain file"
        finally:
            os.close(descriptor)
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except (OSError, ValueError):  # a path with a zero byte is a ValueError
        pass
    raise NotUnderstood(problem)


def _remove(path: str) -> None:
    with suppress(OSError):
        Path(path).unlink()
