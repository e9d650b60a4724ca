"""Which kernels an IDE will list, which of a person's environments can be one more, and where packages go."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Protocol

from jupyterlab_remote_ide.errors import BadRequest, Conflict, Denied, NotFound, Unavailable
from jupyterlab_remote_ide.host import environments, packages
from jupyterlab_remote_ide.host.environments import Environment
from jupyterlab_remote_ide.reasons import KernelReason, Reason
from jupyterlab_remote_ide.redact import one_line
from jupyterlab_remote_ide.tasks import Aside, NoAnswer
from jupyterlab_remote_ide.visitor import Visitor

from .kernelspecs import Spec

# Above what the work allows itself: only a disk that does not answer takes longer.
_PATIENCE_SECONDS = 4.0
_PYTHON_PATIENCE_SECONDS = 2 * packages.PATIENCE_SECONDS + 1
_START_PATIENCE_SECONDS = packages.START_PATIENCE_SECONDS + 1
_MOST_LETTERS = 300
_MOST_OF_NAME = 40
_NOTHING: Mapping[str, object] = dict.fromkeys(
    ("target", "is_writable", "is_temporary", "is_user_site", "index", "no_index")
)


class Specs(Protocol):
    """``kernelspecs.KernelSpecs``"""

    @property
    def root(self) -> Path: ...
    @property
    def takes_more(self) -> bool: ...
    @property
    def default(self) -> str: ...
    @property
    def folder(self) -> Path: ...
    @property
    def folders(self) -> list[str]: ...
    async def all(self) -> list[Spec]: ...
    def add(self, slug: str, python: str, display_name: str) -> str: ...
    def remove(self, name: str) -> None: ...


class Kernels:
    """``text``: what an administrator says of packages, or empty."""

    def __init__(self, specs: Specs, text: str, home: Path) -> None:
        self._specs = specs
        self._text = text
        self._home = home
        self._disk = Aside("Remote IDE: environments")
        self._python = Aside("Remote IDE: a kernel's Python")
        # Two presses of one moment must not make two of one environment.
        self._making = asyncio.Lock()

    async def list(self, visitor: Visitor) -> dict[str, object]:
        """``Kernels`` of the contract. Raises ``Denied`` and ``Unavailable``."""
        _require_owner(visitor)
        specs, found = await asyncio.gather(self._specs.all(), self._environments())
        default = next((spec for spec in specs if spec.name == self._specs.default), None)
        rows, known, where = await asyncio.gather(
            self._rows(specs), self._known(specs, found), self._where(default)
        )
        return {
            "kernels": rows,
            "default": self._specs.default,
            "folders": self._specs.folders,
            "environments": [asdict(one) | {"is_kernel": one.path in known} for one in found],
            "packages": {"text": one_line(" ".join(self._text.split())) or None, **where},
        }

    async def make(self, visitor: Visitor, path: object) -> dict[str, object]:
        """``KernelMade`` of the contract. Raises ``RemoteIDEError``."""
        _require_owner(visitor)
        if visitor.is_program:
            msg = "A token made for an IDE cannot add a kernel."
            raise Denied(msg, "ide-token")
        if not isinstance(path, str):
            msg = "The path is a text."
            raise BadRequest(msg, "bad-field")
        async with self._making:
            one = next((each for each in await self._environments() if each.path == path), None)
            if one is None:
                msg = "There is no such environment in the list."
                raise NotFound(msg)
            before = await self._specs.all()
            spec = (await self._known(before, [one])).get(path)
            if spec is None:
                await self._require_ipykernel(one)
                spec = await self._added(one, {each.display_name for each in before})
            (row,) = await self._rows([spec])
            return {"kernel": row}

    async def _added(self, one: Environment, taken: set[str]) -> Spec:
        title = _unlike(f"Python ({one.name})", taken)
        given_up = threading.Event()

        def add() -> str:
            name = self._specs.add(_slug(one.name), one.python, title)
            if given_up.is_set():  # somebody was told that it cannot be written
                self._specs.remove(name)
            return name

        try:
            name = await self._disk.run(add, _PATIENCE_SECONDS)
        except (OSError, NoAnswer) as error:
            given_up.set()
            full = getattr(error, "errno", None) in {errno.ENOSPC, errno.EDQUOT}
            msg = f"The kernel cannot be written: {getattr(error, 'strerror', None) or 'no answer'}."
            reason: Reason = "kernel-disk-full" if full else "kernel-not-written"
            raise Unavailable(msg, reason, {"folder": str(self._specs.folder)}) from None
        specs = [each for each in await self._specs.all() if each.name == name]
        spec = (await self._known(specs, [one])).get(one.path)
        if spec is None:
            await self._disk.run(lambda: self._specs.remove(name), _PATIENCE_SECONDS)
            msg = "Jupyter does not list what was written; it is removed."
            raise Conflict(msg, "kernel-not-listed")
        return spec

    async def _require_ipykernel(self, one: Environment) -> None:
        finds: bool | None = None
        with contextlib.suppress(NoAnswer):
            # On its own: the other one may be asking about packages.
            finds = await Aside("Remote IDE: an environment's Python", idle=0).run(
                lambda: packages.finds_ipykernel(one.python, os.environ), _START_PATIENCE_SECONDS
            )
        if finds is None:
            msg = "The Python of this environment does not start."
            raise Conflict(msg, "interpreter-gone", {"path": one.python})
        if not finds:
            command = environments.how_to_add(Path(one.path), "ipykernel")
            msg = "ipykernel is not in this environment."
            raise Conflict(msg, "no-ipykernel", {"path": one.python, "command": command})

    async def _environments(self) -> Sequence[Environment]:
        if not self._specs.takes_more:
            return []
        try:
            return await self._disk.run(
                lambda: environments.find(self._specs.root, self._home), _PATIENCE_SECONDS
            )
        except NoAnswer:
            return []

    async def _known(self, specs: Sequence[Spec], found: Sequence[Environment]) -> Mapping[str, Spec]:
        """The kernel of each environment that is one, by its path."""
        try:
            return await self._disk.run(lambda: _kernels_of(specs, found), _PATIENCE_SECONDS)
        except NoAnswer:
            return {}

    async def _rows(self, specs: Sequence[Spec]) -> Sequence[dict[str, object]]:
        """Where the disk does not answer, nothing is said against any."""
        try:
            reasons = await self._disk.run(lambda: [_reason(spec) for spec in specs], _PATIENCE_SECONDS)
        except NoAnswer:
            reasons = [None] * len(specs)
        return [
            {
                "name": spec.name,
                "display_name": _short(spec.display_name),
                "language": _short(spec.language),
                "reason": reason,
                "detail": _short(spec.program) if reason and spec.program else None,
            }
            for spec, reason in zip(specs, reasons, strict=True)
        ]

    async def _where(self, default: Spec | None) -> Mapping[str, object]:
        if default is None or default.program is None or default.language.lower() != "python":
            return _NOTHING
        program, environ = default.program, _environ(default)
        try:
            found = await self._python.run(lambda: packages.where(program, environ), _PYTHON_PATIENCE_SECONDS)
        except NoAnswer:
            return _NOTHING
        return _NOTHING if found is None else asdict(found)


def _require_owner(visitor: Visitor) -> None:
    if not visitor.owner:
        msg = "Only the owner of this server can see its kernels here."
        raise Denied(msg, "not-owner")


def _reason(spec: Spec) -> KernelReason | None:
    """Only what is sure. Blocks."""
    if spec.program is None:
        return None
    if not environments.is_program(Path(spec.program)):
        return "interpreter-gone"
    environ = _environ(spec)
    if not spec.is_ipykernel or environ.get("PYTHONPATH") or environ.get("PYTHONHOME"):
        return None
    folder = environments.environment_of(spec.program)
    is_missing = folder is not None and environments.has_package(folder, "ipykernel") is False
    return "no-ipykernel" if is_missing else None


def _environ(spec: Spec) -> dict[str, str]:
    """As the kernel's will be; what is put together only then is left out."""
    return dict(os.environ) | {name: value for name, value in spec.env.items() if "$" not in value}


def _kernels_of(specs: Sequence[Spec], found: Sequence[Environment]) -> Mapping[str, Spec]:
    folders = {
        os.path.realpath(Path(spec.program).parent.parent): spec
        for spec in reversed(specs)
        if spec.program is not None and spec.is_ipykernel
    }
    pairs = ((one.path, folders.get(os.path.realpath(one.path))) for one in found)
    return {path: spec for path, spec in pairs if spec is not None}


def _slug(name: str) -> str:
    slug = re.sub(r"[^a-z0-9._-]+", "-", name.lower())[:_MOST_OF_NAME].strip(".-_")
    return f"python-{slug or 'environment'}"


def _unlike(title: str, taken: set[str]) -> str:
    return next(
        name
        for number in range(1, len(taken) + 2)
        if (name := title if number == 1 else f"{title[:-1]} {number})") not in taken
    )


def _short(text: str) -> str:
    return one_line(text)[:_MOST_LETTERS]
