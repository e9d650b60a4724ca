"""Where ``%pip install`` of a Python kernel puts packages. Runs that Python, which blocks."""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jupyterlab_remote_ide.redact import MASKED, mask, one_line, secrets_in

from .output import output_of
from .scheduler import batch_of

PATIENCE_SECONDS = 5.0
# For a press: the first start from a busy network disk.
START_PATIENCE_SECONDS = 15.0
_MOST_LETTERS = 300
_SAYS = """
import importlib.util as i, json, os, site, sys, sysconfig as s
print(json.dumps({
    "has_pip": i.find_spec("pip") is not None,
    "prefix": sys.prefix,
    "site": s.get_path("purelib"),
    "user_base": site.getuserbase() if site.ENABLE_USER_SITE else None,
    "is_virtual": sys.prefix != sys.base_prefix,
    "is_managed": os.path.exists(s.get_path("stdlib") + "/EXTERNALLY-MANAGED"),
}))
"""
_FINDS = "import importlib.util as i; print(i.find_spec('ipykernel_launcher') is not None)"
_YES = frozenset({"1", "true", "t", "yes", "y", "on"})
# Kept in memory: gone with the machine, if not before.
_MEMORY = frozenset({"tmpfs", "ramfs"})
_LAYERS = frozenset({"overlay", "aufs", "fuse.fuse-overlayfs"})


@dataclass(frozen=True)
class Packages:
    """``target``: the folder of the environment, or what takes its place. ``is_temporary``: whether it goes
    away with the job, the container or the machine; ``None`` where that is not known. ``index``: pip's own
    setting, without credentials. ``is_user_site``: in the home, for all Pythons of this version."""

    target: str
    is_writable: bool
    is_temporary: bool | None
    is_user_site: bool
    index: str | None
    no_index: bool


def where(python: str, environ: Mapping[str, str]) -> Packages | None:
    """``None`` where it does not say, or has no pip. ``environ``: the kernel's."""
    said = output_of([python, "-c", _SAYS], environ, PATIENCE_SECONDS)
    try:
        told = json.loads(said or "{}")
        if not told["has_pip"]:
            return None
        config = output_of([python, "-m", "pip", "config", "list"], environ, PATIENCE_SECONDS)
        return None if config is None else _judged(told, _config(config), environ)
    except (ValueError, KeyError, TypeError):
        return None


def finds_ipykernel(python: str, environ: Mapping[str, str]) -> bool | None:
    """``None`` where this Python does not start."""
    said = output_of([python, "-c", _FINDS], environ, START_PATIENCE_SECONDS)
    return {"True": True, "False": False}.get((said or "").strip())


def _judged(told: Mapping[str, Any], known: Mapping[str, str], environ: Mapping[str, str]) -> Packages:
    """As ``pip install`` decides; ``known``: its settings."""
    elsewhere = known.get("target") or known.get("prefix")
    user_base, is_user = told["user_base"], False
    if elsewhere:
        target = place = str(Path(elsewhere).expanduser())
        is_writable = _is_writable(place)
    else:
        target, place = told["prefix"], told["site"]
        wish = known.get("user")
        is_user = _is_yes(wish) if wish is not None else bool(user_base) and not _is_writable(place)
        if is_user and user_base:
            target = place = user_base
        is_writable = (
            _is_writable(place)
            and (told["is_virtual"] or not told["is_managed"] or _is_yes(known.get("break-system-packages")))
            and (told["is_virtual"] or not _is_yes(known.get("require-virtualenv")))
        )
    return Packages(
        target=one_line(target),
        is_writable=is_writable,
        is_temporary=_is_temporary(place, environ),
        is_user_site=is_user,
        index=shown(known["index-url"], secrets_in(environ)) if known.get("index-url") else None,
        no_index=_is_yes(known.get("no-index")),
    )


def _config(said: str) -> dict[str, str]:
    """pip's settings for ``install``, what is stronger over what is weaker."""
    found: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for line in said.splitlines():
        match = re.fullmatch(r"(global|install|:env:)\.([\w-]+)=(.+)", line.strip())
        if match:
            try:
                found[match[1]][match[2]] = str(ast.literal_eval(match[3]))
            except (ValueError, SyntaxError, MemoryError, RecursionError):
                continue
    return found["global"] | found["install"] | found[":env:"]


def shown(url: str, secrets: Sequence[str] = ()) -> str:
    """Of the address the host alone: what stands before and after it may let somebody in."""
    try:
        parts = urlsplit(url.strip())
        if not parts.scheme and url.startswith("/"):
            return one_line(mask(url.strip(), secrets))[:_MOST_LETTERS]  # a folder
        _, _, host = parts.netloc.rpartition("@")
        # A password with "/", "?" or "#" in it moves the "@" to behind what reads as the host.
        if (
            not re.fullmatch(r"[\w.-]+(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?", host)
            or "@" in url.partition(host)[2]
        ):
            return MASKED
        return one_line(mask(f"{parts.scheme}://{host}", secrets))[:_MOST_LETTERS]
    except ValueError:
        return MASKED


def _is_yes(value: str | None) -> bool:
    return (value or "").strip().lower() in _YES


def _is_writable(place: str) -> bool:
    """As pip asks: of what is there of it."""
    path = Path(place)
    while path != path.parent and not os.path.lexists(path):
        path = path.parent
    return os.access(path, os.W_OK)


def _is_temporary(place: str, environ: Mapping[str, str], proc: Path = Path("/proc")) -> bool | None:
    real = Path(os.path.realpath(place))
    kind = _file_system(real, proc)
    if kind in _MEMORY or (kind in _LAYERS and _is_container(environ)):
        return True
    if any(real.is_relative_to(os.path.realpath(scratch)) for scratch in _scratch(environ)):
        return True
    home = environ.get("HOME", "")
    return False if home.startswith("/") and real.is_relative_to(os.path.realpath(home)) else None


def _scratch(environ: Mapping[str, str]) -> list[str]:
    """Folders that the scheduler clears when the job ends."""
    batch = batch_of(environ)
    if batch is None:
        return []
    found = [environ.get("SLURM_TMPDIR", ""), environ.get("PBS_JOBFS", "")]
    number = re.match(r"\d+", batch.id)
    temporary = environ.get("TMPDIR", "")
    if number and re.search(rf"(?<!\d){number[0]}(?!\d)", temporary):  # the job's own, not everybody's
        found.append(temporary)
    return [folder for folder in found if folder.startswith("/")]


def _file_system(path: Path, proc: Path) -> str | None:
    best: tuple[int, str | None] = (-1, None)
    try:
        lines = (proc / "self" / "mountinfo").read_text(errors="replace").splitlines()
    except OSError:
        return None
    for line in lines:
        before, _, after = line.partition(" - ")
        words = before.split()
        if len(words) > 4 and after:
            point = re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), words[4])
            if path.is_relative_to(point) and len(point) >= best[0]:  # a later one hides an earlier one
                best = (len(point), after.split()[0])
    return best[1]


def _is_container(environ: Mapping[str, str]) -> bool:
    marks = (Path("/.dockerenv"), Path("/run/.containerenv"))
    return "KUBERNETES_SERVICE_HOST" in environ or any(mark.exists() for mark in marks)
